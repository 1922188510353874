using Microsoft.ML.Sav.Results.Data;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Sav.Results.Methods;

/// <summary>ML.NET's route for texts: FeaturizeText and SdcaMaximumEntropy.</summary>
/// <param name="name">What the results call it.</param>
/// <param name="dataSet">The rows.</param>
internal sealed class MachineLearningTexts(string name, DataSet dataSet) : Method(name)
{
    /// <inheritdoc/>
    public override float[][] Score(int[] training, int[] test)
    {
        var mlContext = new MLContext(seed: 0);
        // One thread: with several, SDCA's result depends on their timing.
        var trainer = new SdcaMaximumEntropyMulticlassTrainer.Options { NumberOfThreads = 1 };
        var pipeline = mlContext.Transforms.Text.FeaturizeText("Features", nameof(TextRow.Text))
            .Append(mlContext.MulticlassClassification.Trainers.SdcaMaximumEntropy(trainer));
        return MachineLearningData.Score(mlContext, pipeline, training.Select(CreateRow), test.Select(CreateRow));
    }

    private TextRow CreateRow(int row) => new() { Text = dataSet.Rows[row].Document, Label = dataSet.GetClass(row) };
}
