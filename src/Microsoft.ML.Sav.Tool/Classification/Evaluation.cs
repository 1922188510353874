using Microsoft.ML.Data;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Tool.Classification;

/// <summary>How good the predictions of labelled rows are.</summary>
/// <param name="Metrics">ML.NET's metrics, in which a rejected row counts as its class with the greatest score.</param>
/// <param name="Successes">Whether each row's predicted label is its label; a rejected row has none.</param>
/// <param name="RejectedCount">Number of rows without a predicted label.</param>
/// <param name="AcceptedAccuracy">Accuracy of the other rows; NaN if there are none.</param>
/// <param name="RiskCoverage">The risk-coverage curve of all rows.</param>
internal sealed record Evaluation(
    MulticlassClassificationMetrics Metrics, IReadOnlyList<bool> Successes, int RejectedCount, double AcceptedAccuracy, RiskCoverage RiskCoverage)
{
    /// <summary>Measures rows.</summary>
    /// <param name="context">Computes the metrics.</param>
    /// <param name="rows">At least one row.</param>
    /// <param name="classNames">Names of the classes.</param>
    public static Evaluation Compute(MLContext context, IReadOnlyList<EvaluatedRow> rows, IReadOnlyList<string> classNames)
    {
        var schema = SchemaDefinition.Create(typeof(EvaluatedRow));
        schema[nameof(EvaluatedRow.Label)].ColumnType = new KeyDataViewType(typeof(uint), classNames.Count);
        schema[nameof(EvaluatedRow.Score)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, classNames.Count);
        // ML.NET reads keys from 1, but takes them from 0.
        var labelled = rows.Select(row => new EvaluatedRow { Label = row.Label - 1, PredictedLabel = row.PredictedLabel, Score = row.Score });
        var metrics = context.MulticlassClassification.Evaluate(context.Data.LoadFromEnumerable(labelled, schema));

        var successes = rows.Select(row => row.PredictedLabel == classNames[(int)row.Label - 1]).ToArray();
        var accepted = rows.Count(row => row.PredictedLabel.Length > 0);
        return new Evaluation(
            metrics, successes, rows.Count - accepted, (double)successes.Count(success => success) / accepted,
            RiskCoverage.Compute([.. rows.Select(row => row.Score)], [.. rows.Select(row => (int)row.Label - 1)]));
    }
}
