using System.Diagnostics;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Text.ChatTemplates;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Tool.Inspection;

/// <summary>An example run through an LMM, to see whether it works and what it costs.</summary>
/// <param name="Fingerprint">The LMM's fingerprint; <see langword="null"/> where there is a problem.</param>
/// <param name="Seconds">Time that the example took once everything was loaded, the least of several.</param>
/// <param name="Problem">What is missing or wrong; <see langword="null"/> where it works.</param>
internal sealed record Trial(string? Fingerprint, double? Seconds, string? Problem)
{
    private const int ImageSide = 224;
    private const int TimedRuns = 3;

    public static Trial Run(MultimodalModel model, CancellationToken cancellationToken)
    {
        try
        {
            using var extractor = model.CreateHeadExtractor(shareWork: false);
            var prompt = new Prompt(SavEstimator.Options.DefaultPrompt, model.TakesImages ? [BlankImage()] : []);
            extractor.Extract(prompt, cancellationToken);
            var seconds = Enumerable.Range(0, TimedRuns).Min(_ =>
            {
                var start = Stopwatch.GetTimestamp();
                extractor.Extract(prompt, cancellationToken);
                return Stopwatch.GetElapsedTime(start).TotalSeconds;
            });
            return new Trial(model.Fingerprint, seconds, null);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or NotSupportedException or OnnxModelException or ChatTemplateException)
        {
            return new Trial(null, null, exception.Message);
        }
    }

    private static ImageInput BlankImage() => ImageInput.FromPixels(new RgbImage(ImageSide, ImageSide, new byte[ImageSide * ImageSide * 3]));
}
