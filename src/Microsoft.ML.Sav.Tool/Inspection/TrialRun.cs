using System.Diagnostics;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Tool.Inspection;

/// <summary>Result of running one prompt through an LMM.</summary>
/// <param name="Fingerprint">The LMM's fingerprint; <see langword="null"/> if there is a problem.</param>
/// <param name="Seconds">Time of the prompt after a warm-up, the minimum of several runs.</param>
/// <param name="Problem">What is missing or wrong; <see langword="null"/> if it works.</param>
internal sealed record TrialRun(string? Fingerprint, double? Seconds, string? Problem)
{
    private const int ImageSide = 224;
    private const int TimedRuns = 3;

    public static TrialRun Run(MultimodalModel model, CancellationToken cancellationToken)
    {
        try
        {
            using var extractor = model.CreateFeatureExtractor(options: new FeatureExtractorOptions { Caching = false });
            var prompt = new Prompt(SavEstimator.Options.DefaultPrompt, model.TakesImages ? [BlankImage()] : []);
            extractor.Extract(prompt, cancellationToken);
            var seconds = Enumerable.Range(0, TimedRuns).Min(_ =>
            {
                var start = Stopwatch.GetTimestamp();
                extractor.Extract(prompt, cancellationToken);
                return Stopwatch.GetElapsedTime(start).TotalSeconds;
            });
            return new TrialRun(model.Fingerprint, seconds, null);
        }
        catch (Exception exception) when (exception is LmmException or IOException)
        {
            return new TrialRun(null, null, exception.Message);
        }
    }

    private static ImageInput BlankImage() => ImageInput.FromPixels(new RgbImage(ImageSide, ImageSide, new byte[ImageSide * ImageSide * 3]));
}
