using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Results.Data;
using Microsoft.ML.Sav.Results.Features;
using Microsoft.ML.Sav.Results.Splitting;

namespace Microsoft.ML.Sav.Results.Suggestions;

/// <summary>Measures what <c>SavSuggestions</c> suggests, and writes a page.</summary>
/// <param name="options">What to measure.</param>
/// <param name="dataSets">The data sets.</param>
internal sealed class SuggestionsRun(ResultsOptions options, IReadOnlyList<DataSet> dataSets)
{
    /// <summary>Training rows per class among which wrong labels are found.</summary>
    public const int FlippedShots = 20;

    // Rows that may be labelled: as many per class as there are, up to this number.
    private static readonly int[] PoolSizes = [10, 15, 20, 30, 40, 50, 60, 80, 100];

    /// <summary>Runs everything.</summary>
    public void Run()
    {
        using var lmm = MultimodalModel.Open(options.Lmm);
        var page = new SuggestionsPage(options, lmm.Fingerprint);
        foreach (var dataSet in dataSets)
        {
            var features = FeatureExtraction.Extract(lmm, dataSet, Path.Combine(options.CacheFolder, "features"));
            var plan = new SplitPlan(features.DataSet, PoolSizes, options.MaxTest);
            FewShotSplit[] splits = [.. Enumerable.Range(0, options.Seeds).Select(plan.Split)];
            var trials = Array.ConvertAll(splits, split => new LabellingTrial(features, split));
            foreach (var startShots in SuggestionsPage.StartShots)
            {
                foreach (var strategy in SuggestionsPage.GetStrategies(startShots))
                {
                    page.AddLabelling(dataSet.Name, startShots, strategy, [.. trials.Select(trial => trial.Run(strategy, startShots, SuggestionsPage.GetBudgets(startShots)))]);
                    Console.Error.WriteLine($"{dataSet.Name}: {strategy} from {startShots} per class");
                }
            }
            page.AddFlipped(dataSet.Name, [.. splits.Select(split => FlippedLabels.Measure(features, split, FlippedShots))]);
            page.AddDuplicates(dataSet.Name, DuplicateSearch.Measure(lmm, features));
        }
        page.Write();
    }
}
