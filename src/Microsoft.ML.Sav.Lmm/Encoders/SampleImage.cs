using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.Encoders;

/// <summary>A fixed image on which two ways to run a model are compared.</summary>
internal static class SampleImage
{
    private const int Side = 64;

    /// <summary>The image.</summary>
    public static ImageInput Input { get; } =
        ImageInput.FromPixels(new RgbImage(Side, Side, [.. Enumerable.Range(0, Side * Side * RgbImage.Channels).Select(i => (byte)(i * i / 97))]));

    /// <summary>Its content.</summary>
    public static ImageContent Content => Input.Read();
}
