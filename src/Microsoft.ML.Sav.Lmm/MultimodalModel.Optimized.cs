using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Lmm.Sessions;

namespace Microsoft.ML.Sav.Lmm;

// what LmmOptions.OptimizedModelFolder takes
public sealed partial class MultimodalModel
{
    private static readonly ImageInput SampleImage =
        ImageInput.FromPixels(new RgbImage(64, 64, [.. Enumerable.Range(0, 64 * 64 * RgbImage.Channels).Select(i => (byte)(i * i / 97))]));

    // so that not every choice of heads gets files of its own, which are as large as the model's
    private HeadLayout? LayersOf(HeadLayout? heads)
    {
        if (heads is null || heads.Except(_decoder.Layout).Any())
            return heads;
        var deepest = heads.Max(head => head.Layer);
        return new HeadLayout(_decoder.Layout.Where(head => head.Layer <= deepest));
    }

    private float[] SampleFeatures(OnnxSession visionEncoder) =>
        new VisionEncoder(visionEncoder).Run(PromptEncoder.ProcessImages([SampleImage]), Family, CancellationToken.None).Values.Values;

    private float[] SampleVectors(HeadDecoder decoder)
    {
        var prompt = new Prompt("What is in the image?", _decoder.Inputs.Contains(ImageTensor.PixelValues) ? [SampleImage] : []);
        return decoder.Run([Prepare(prompt, EncodeImages, CancellationToken.None)], CancellationToken.None)[0];
    }

    private static string? OptimizedModelFolderOfEnvironment() =>
        Environment.GetEnvironmentVariable(LmmOptions.OptimizedModelVariable) is { Length: > 0 } folder ? folder : null;
}
