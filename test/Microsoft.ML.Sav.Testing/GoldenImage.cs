using Microsoft.ML.Sav.Heads.Safetensors;
using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Testing;

/// <summary>The fixtures' images with the pixels that the original implementations saw.</summary>
internal static class GoldenImage
{
    private static readonly SafetensorsFile Decoded = SafetensorsFile.Read(Repository.Fixture("resize.safetensors"));

    /// <summary>An image: a JPEG as Pillow decodes it, because decoders smooth its colours differently, and others from their file.</summary>
    public static ImageInput Read(string name) =>
        name.EndsWith(".jpg", StringComparison.Ordinal) ? ImageInput.FromPixels(AsPillowDecodes(name)) : ImageInput.FromFile(Repository.Fixture("images", name));

    /// <summary>What Pillow makes of an image's file.</summary>
    public static RgbImage AsPillowDecodes(string name)
    {
        var shape = Decoded.GetShape($"{name}.rgb"); // [height, width, 3]
        return new RgbImage((int)shape[1], (int)shape[0], Decoded.ReadByte($"{name}.rgb"));
    }
}
