namespace Microsoft.ML.Sav.Tool.Classification;

/// <summary>What training chose, and why, as JSON.</summary>
internal static class ModelJson
{
    /// <summary>Describes a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="file">The file that it was saved to.</param>
    /// <param name="folds">Cross-validation; empty if there was none.</param>
    /// <param name="test">How good the model is on rows that were left out; <see langword="null"/> if there were none.</param>
    public static object Create(SavModel model, string file, IReadOnlyList<Evaluation>? folds = null, Evaluation? test = null) => new
    {
        File = file,
        Bytes = new FileInfo(file).Length,
        Classes = model.ClassNames.Zip(model.ExampleCounts).ToDictionary(item => item.First, item => item.Second),
        Prompts = model.PromptScores.Select(prompt => new { prompt.Prompt, Kept = prompt.IsKept, prompt.LeaveOneOut, prompt.StandardError }),
        Classifier = $"{model.Report.Kind}",
        model.Report.LeaveOneOut,
        model.Report.RiskCoverageArea,
        Experts = model.Report.Experts.Select(expert => new { Kind = $"{expert.Kind}", expert.FeatureCount, expert.Weight, expert.Shrinkage, expert.LeaveOneOut }),
        RejectionRate = model.RejectOption?.Rate,
        Features = model.Report.Features.Select(feature => new { Feature = $"{feature.Feature}", feature.Score }),
        Folds = folds?.Select(Create),
        Test = test is null ? null : Create(test),
    };

    private static object Create(Evaluation evaluation) => new
    {
        Examples = evaluation.Successes.Count,
        Accuracy = evaluation.Metrics.MicroAccuracy,
        evaluation.Metrics.MacroAccuracy,
        evaluation.Metrics.LogLoss,
        RiskCoverageArea = evaluation.RiskCoverage.Area,
    };
}
