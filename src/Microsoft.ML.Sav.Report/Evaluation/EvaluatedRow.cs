using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Report.Evaluation;

/// <summary>A row with its scores.</summary>
/// <param name="Position">Position in the data, from 0.</param>
/// <param name="Class">Its own class, from 0.</param>
/// <param name="Scores">Score per class.</param>
internal sealed record EvaluatedRow(int Position, int Class, float[] Scores)
{
    /// <summary>The class with the greatest score.</summary>
    public int Predicted { get; } = TensorPrimitives.IndexOfMax<float>(Scores);

    /// <summary>The greatest score.</summary>
    public float Certainty => Scores[Predicted];

    /// <summary>Whether the model rejected it: it looks like none of the classes.</summary>
    public bool IsRejected { get; init; }

    public bool IsRight => Predicted == Class;
}
