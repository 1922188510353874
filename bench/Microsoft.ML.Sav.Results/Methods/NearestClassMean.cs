using System.Numerics.Tensors;
using Microsoft.ML.Sav.Results.Data;
using Microsoft.ML.Sav.Results.Linear;

namespace Microsoft.ML.Sav.Results.Methods;

/// <summary>The nearest class mean by cosine; probabilities are the softmax of cosines over a temperature of 0.07, as in CALM.</summary>
/// <param name="name">What the results call it.</param>
/// <param name="dataSet">The rows.</param>
/// <param name="vectors">A normalised vector per row.</param>
internal sealed class NearestClassMean(string name, DataSet dataSet, IReadOnlyList<float[]> vectors) : Method(name)
{
    private const float Temperature = 0.07f;

    /// <inheritdoc/>
    public override float[][] Score(int[] training, int[] test)
    {
        var means = dataSet.Classes.Select((_, c) => ComputeMean([.. training.Where(row => dataSet.GetClass(row) == c)])).ToList();
        return Array.ConvertAll(test, row =>
        {
            float[] scores = [.. means.Select(mean => TensorPrimitives.Dot<float>(vectors[row], mean) / Temperature)];
            TensorPrimitives.SoftMax(scores, scores);
            return scores;
        });
    }

    private float[] ComputeMean(int[] rows)
    {
        var sum = new float[vectors[0].Length];
        foreach (var row in rows)
            TensorPrimitives.Add(sum, vectors[row], sum);
        return GramMatrix.Normalize(sum);
    }
}
