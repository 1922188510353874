using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Classification;

/// <summary>Prints how good training is on rows that it did not have.</summary>
internal static class EvaluationTables
{
    /// <summary>Prints cross-validation and a test with rows that were left out, if there are any.</summary>
    public static void Write(IReadOnlyList<Evaluation> folds, Evaluation? test)
    {
        if (folds.Count > 0)
        {
            var accuracies = folds.Select(fold => fold.Metrics.MicroAccuracy).ToArray();
            var mean = accuracies.Average();
            var deviation = Math.Sqrt(accuracies.Sum(accuracy => (accuracy - mean) * (accuracy - mean)) / Math.Max(1, accuracies.Length - 1));
            Results.WriteTable(
                ["cross-validation", "examples", "accuracy", "macro accuracy", "log loss"],
                [
                    .. folds.Index().Select(fold => Describe($"fold {fold.Index + 1}", fold.Item)),
                    ["mean", $"{folds.Sum(fold => fold.Successes.Count)}", $"{mean:P1} ± {deviation:P1}", $"{folds.Average(fold => fold.Metrics.MacroAccuracy):P1}", $"{folds.Average(fold => fold.Metrics.LogLoss):F3}"],
                ]);
        }
        if (test is not null)
            Results.WriteTable(["test", "examples", "accuracy", "macro accuracy", "log loss"], [Describe("rows that were left out", test)]);
    }

    private static string[] Describe(string name, Evaluation evaluation) =>
        [name, $"{evaluation.Successes.Count}", $"{evaluation.Metrics.MicroAccuracy:P1}", $"{evaluation.Metrics.MacroAccuracy:P1}", $"{evaluation.Metrics.LogLoss:F3}"];
}
