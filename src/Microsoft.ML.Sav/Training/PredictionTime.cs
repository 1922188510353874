using System.Diagnostics;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Training;

/// <summary>Measures the time of predicting one row.</summary>
internal sealed class PredictionTime(MultimodalModel model, IReadOnlyList<RowPrompt> examples, CancellationToken cancellationToken)
{
    /// <summary>Number of runs, whose median is taken.</summary>
    public const int Runs = 5;

    /// <summary>Median time of one row, image decoding included, with a decoder cut above the last of the heads. Nothing is reused between rows.</summary>
    /// <exception cref="SavRowException">An example cannot be used.</exception>
    public TimeSpan Measure(FeatureLayout heads)
    {
        using var extractor = model.CreateFeatureExtractor(heads, new FeatureExtractorOptions { Caching = false });
        Run(extractor, examples[0]); // The first run is slow.
        var times = Enumerable.Range(0, Runs).Select(run => Run(extractor, examples[run % examples.Count]));
        return times.Order().ElementAt(Runs / 2);
    }

    private TimeSpan Run(FeatureExtractor extractor, RowPrompt example)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            extractor.Extract(example.Prompt, cancellationToken);
        }
        catch (PromptException exception)
        {
            throw example.CreateRowException(exception);
        }
        return Stopwatch.GetElapsedTime(start);
    }
}
