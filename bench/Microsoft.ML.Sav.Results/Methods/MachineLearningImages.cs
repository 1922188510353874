using Microsoft.ML.Sav.Results.Data;

namespace Microsoft.ML.Sav.Results.Methods;

/// <summary>ML.NET's route for images: normalised features of ResNet18 and LbfgsMaximumEntropy.</summary>
/// <param name="name">What the results call it.</param>
/// <param name="dataSet">The rows.</param>
/// <param name="getVectors">Computes the features per row; called once.</param>
internal sealed class MachineLearningImages(string name, DataSet dataSet, Func<float[][]> getVectors) : Method(name)
{
    private readonly Lazy<float[][]> _vectors = new(getVectors);

    /// <inheritdoc/>
    public override float[][] Score(int[] training, int[] test)
    {
        var mlContext = new MLContext(seed: 0);
        var pipeline = mlContext.Transforms.NormalizeLpNorm(nameof(VectorRow.Features))
            .Append(mlContext.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0, l2Regularization: .01f));
        return MachineLearningData.Score(mlContext, pipeline, training.Select(CreateRow), test.Select(CreateRow), _vectors.Value[0].Length);
    }

    private VectorRow CreateRow(int row) => new() { Features = _vectors.Value[row], Label = dataSet.GetClass(row) };
}
