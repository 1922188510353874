namespace Microsoft.ML.Sav.Results.Methods;

/// <summary>Scores that do not depend on training rows.</summary>
/// <param name="name">What the results call it.</param>
/// <param name="scores">A probability per class, [rows][classes].</param>
internal sealed class PrecomputedScores(string name, IReadOnlyList<float[]> scores) : Method(name)
{
    /// <inheritdoc/>
    public override float[][] Score(int[] training, int[] test) => Array.ConvertAll(test, row => scores[row]);
}
