using System.Diagnostics;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Tool.Inspection;

/// <summary>Result of running one prompt through an LMM.</summary>
/// <param name="Fingerprint">The LMM's fingerprint; <see langword="null"/> if there is a problem.</param>
/// <param name="FirstSeconds">Time of the first run, which opens the graphs.</param>
/// <param name="Seconds">Time of the prompt after that, the minimum of several runs.</param>
/// <param name="Problem">What is missing or wrong; <see langword="null"/> if it works.</param>
internal sealed record TrialRun(string? Fingerprint, double? FirstSeconds, double? Seconds, string? Problem)
{
    private const int ImageSide = 224;
    private const int TimedRuns = 3;

    /// <summary>Runs a short prompt several times.</summary>
    /// <param name="model">The LMM.</param>
    /// <param name="timeLimit">Time after which no further run starts; <see cref="Timeout.InfiniteTimeSpan"/> for none. One run after the first is always made.</param>
    /// <param name="cancellationToken">Cancels the runs.</param>
    public static TrialRun Run(MultimodalModel model, TimeSpan timeLimit, CancellationToken cancellationToken)
    {
        try
        {
            var clock = Stopwatch.StartNew();
            using var extractor = model.CreateFeatureExtractor(options: new FeatureExtractorOptions { Caching = false });
            var prompt = new Prompt(SavEstimator.Options.DefaultPrompt, model.TakesImages ? [BlankImage()] : []);
            var first = Measure(() => extractor.Extract(prompt, cancellationToken));
            var seconds = Enumerable.Range(0, TimedRuns).TakeWhile(run => run == 0 || timeLimit < TimeSpan.Zero || clock.Elapsed < timeLimit)
                .Min(_ => Measure(() => extractor.Extract(prompt, cancellationToken)));
            return new TrialRun(model.Fingerprint, first, seconds, null);
        }
        catch (Exception exception) when (exception is LmmException or IOException)
        {
            return new TrialRun(null, null, null, exception.Message);
        }
    }

    private static double Measure(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static ImageInput BlankImage() => ImageInput.FromPixels(new RgbImage(ImageSide, ImageSide, new byte[ImageSide * ImageSide * 3]));
}
