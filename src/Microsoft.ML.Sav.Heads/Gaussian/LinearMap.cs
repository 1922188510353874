using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads.Gaussian;

/// <summary>Adds up the Gaussian classifiers of several features to one linear classifier.</summary>
internal static class LinearMap
{
    /// <summary>Fits the features to all examples.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="classes">Their classes.</param>
    /// <param name="features">Position of each feature, and the factor of its logits.</param>
    /// <param name="parallel">How to run on several threads.</param>
    public static LinearClassifier Fit(
        ILabelledExamples examples, ExampleClasses classes, IReadOnlyList<(int Position, double Weight)> features, ParallelOptions parallel)
    {
        var layout = examples.Layout.Subset(features.Select(feature => feature.Position));
        var weights = Enumerable.Range(0, classes.TotalClassCount).Select(_ => new float[layout.VectorLength]).ToArray();
        var biases = new double[features.Count][];
        Parallel.For(0, features.Count, parallel, i =>
        {
            biases[i] = new double[classes.Count];
            if (FeatureGaussian.Fit(examples, features[i].Position, classes)?.ComputeLinearMap() is not { } map)
                return;
            TensorPrimitives.Multiply(map.Biases, features[i].Weight, biases[i]);
            for (var c = 0; c < classes.Count; c++)
            {
                var row = map.Weights.GetRow(c);
                TensorPrimitives.Multiply(row, features[i].Weight, row);
                TensorPrimitives.ConvertTruncating<double, float>(row, weights[classes.Present[c]].AsSpan(layout.GetOffset(i)));
            }
        });
        var totals = new float[classes.TotalClassCount];
        for (var c = 0; c < classes.Count; c++)
            totals[classes.Present[c]] = (float)biases.Sum(perClass => perClass[c]);
        return new LinearClassifier(layout, weights, totals, classes.CountExamples());
    }
}
