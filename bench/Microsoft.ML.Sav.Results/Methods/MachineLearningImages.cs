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
        return MachineLearningData.ReadScores(pipeline.Fit(Load(training)).Transform(Load(test)));

        IDataView Load(int[] rows) => MachineLearningData.Load(
            mlContext,
            rows.Select(row => new VectorRow { Features = _vectors.Value[row], Label = (uint)dataSet.GetClass(row) + 1 }),
            dataSet.Classes.Count,
            _vectors.Value[0].Length);
    }
}
