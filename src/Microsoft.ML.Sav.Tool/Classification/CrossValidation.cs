using Microsoft.ML.Sav.Tool.Files;
using Microsoft.ML.Sav.Tool.Output;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Classification;

/// <summary>Trains without a part of the rows and tests with it, for each part.</summary>
internal static class CrossValidation
{
    /// <summary>Evaluates each fold. With a feature cache the LMM runs once per row, so a temporary one is used if the options have none.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="folds">Number of folds.</param>
    /// <param name="createOptions">Creates the options of training.</param>
    public static IReadOnlyList<Evaluation> Run(RowSampling rows, int folds, Func<SavEstimator.Options> createOptions)
    {
        var temporary = createOptions().FeatureCacheFolder is null ? TemporaryFolders.Create("sav-features-") : null;
        try
        {
            return ConsoleProgress.Run("Cross-validating", folds, progress => (IReadOnlyList<Evaluation>)[.. progress.Count(rows.Fold(folds)).Select(fold => Evaluate(fold.Training, fold.Test))]);
        }
        finally
        {
            if (temporary is not null)
                TemporaryFolders.Delete(temporary);
        }

        Evaluation Evaluate(IReadOnlyList<InputRow> training, IReadOnlyList<InputRow> test)
        {
            var options = createOptions();
            options.FeatureCacheFolder ??= temporary;
            using var model = ClassificationPipeline.Fit(training, options);
            return model.Evaluate(test);
        }
    }
}
