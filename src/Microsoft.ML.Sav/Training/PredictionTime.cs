using System.Diagnostics;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Training;

/// <summary>Measures the time of predicting one row.</summary>
/// <param name="model">The LMM.</param>
/// <param name="examples">Rows to measure with, at least one.</param>
/// <param name="onRowError">What happens to rows that cannot be used; those that are skipped are not measured.</param>
/// <param name="cancellationToken">Cancels measuring.</param>
internal sealed class PredictionTime(MultimodalModel model, IReadOnlyList<RowPrompt> examples, RowErrorAction onRowError, CancellationToken cancellationToken)
{
    /// <summary>Number of runs, whose median is taken.</summary>
    public const int Runs = 5;

    /// <summary>
    /// Median time of one row, image decoding included, with a decoder cut above the last of the heads; 0 if no example can be used. Nothing is reused between rows.
    /// </summary>
    /// <exception cref="SavRowException">An example cannot be used.</exception>
    public TimeSpan Measure(FeatureLayout heads)
    {
        using var extractor = model.CreateFeatureExtractor(heads, new FeatureExtractorOptions { Caching = false });
        Run(extractor, examples[0]); // The first run is slow.
        var times = Enumerable.Range(0, Runs).Select(run => Run(extractor, examples[run % examples.Count])).OfType<TimeSpan>().Order().ToArray();
        return times.Length > 0 ? times[times.Length / 2] : TimeSpan.Zero;
    }

    private TimeSpan? Run(FeatureExtractor extractor, RowPrompt example)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            extractor.Extract(example.Prompt, cancellationToken);
        }
        catch (PromptException exception)
        {
            return onRowError == RowErrorAction.Skip ? null : throw example.CreateRowException(exception);
        }
        return Stopwatch.GetElapsedTime(start);
    }
}
