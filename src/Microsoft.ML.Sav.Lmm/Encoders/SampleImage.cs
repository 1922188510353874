using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.Encoders;

/// <summary>An image that two ways to run a model are compared with.</summary>
internal static class SampleImage
{
    private const int Side = 64;

    /// <summary>The image, always the same.</summary>
    public static ImageInput Input { get; } =
        ImageInput.FromPixels(new RgbImage(Side, Side, [.. Enumerable.Range(0, Side * Side * RgbImage.Channels).Select(i => (byte)(i * i / 97))]));

    /// <summary>Its content.</summary>
    public static ImageContent Content => Input.Read();
}
