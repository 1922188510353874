namespace Microsoft.ML.Sav.Lmm.Images;

/// <summary>An image to show to the model.</summary>
public abstract class ImageInput
{
    /// <summary>An image file.</summary>
    public static ImageInput FromFile(string path) => throw new NotImplementedException(path);

    /// <summary>An encoded image in memory.</summary>
    public static ImageInput FromBytes(ReadOnlyMemory<byte> encoded, string? name = null) => throw new NotImplementedException($"{name} {encoded.Length}");

    /// <summary>Pixels in memory.</summary>
    public static ImageInput FromPixels(RgbImage image) => throw new NotImplementedException($"{image}");
}
