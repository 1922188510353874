using System.Diagnostics;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Training;

/// <summary>Measures how long it takes to predict one row.</summary>
internal sealed class PredictionTime(MultimodalModel model, IReadOnlyList<Example> examples, CancellationToken cancellationToken)
{
    /// <summary>Number of runs, whose median is taken.</summary>
    public const int Runs = 5;

    /// <summary>Time of one row that has nothing in common with those before it, image decoding included, where the decoder is cut above the last of the heads.</summary>
    /// <exception cref="SavRowException">An example cannot be used.</exception>
    public TimeSpan Of(HeadLayout heads)
    {
        using var extractor = model.CreateHeadExtractor(heads, new HeadExtractorOptions { Caching = false });
        Run(extractor, examples[0]); // first runs are slow
        var times = Enumerable.Range(0, Runs).Select(run => Run(extractor, examples[run % examples.Count]));
        return times.Order().ElementAt(Runs / 2);
    }

    private TimeSpan Run(HeadExtractor extractor, Example example)
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
