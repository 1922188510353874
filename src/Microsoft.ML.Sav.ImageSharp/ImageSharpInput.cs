using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Images.Decoding;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace Microsoft.ML.Sav.ImageSharp;

/// <summary>Creates <see cref="ImageInput"/> from images of SixLabors.ImageSharp, and from files in formats that only ImageSharp decodes.</summary>
public static class ImageSharpInput
{
    /// <summary>Creates an input from an image in memory. Its pixels are copied; of an animation, the first frame.</summary>
    /// <param name="image">An image of any pixel format. Transparent pixels are put on white; EXIF orientation is not applied.</param>
    public static ImageInput FromImage(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        SizeLimit.Check("ImageSharp image", image.Width, image.Height);
        return ImageInput.FromPixels(image is Image<Rgb24> rgb ? ImageSharpPixels.Copy(rgb) : ImageSharpPixels.Copy(image));
    }

    /// <summary>Creates an input from an image file. The file is opened only when the image is used.</summary>
    /// <param name="path">
    /// Path of a regular file of at most 512 MiB: TIFF, TGA, PBM, QOI, or one of the formats of <see cref="ImageInput.FromFile"/>, which are
    /// decoded as there.
    /// </param>
    public static ImageInput FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new ImageInput(path, name => ImageContent.FromBytes(name, ImageFile.ReadAllBytes(name), ImageSharpDecoder.Decode));
    }

    /// <summary>Creates an input from the bytes of an image file.</summary>
    /// <param name="encoded">The bytes, which must not change afterwards.</param>
    /// <param name="name">How errors refer to the image; "image bytes" by default.</param>
    public static ImageInput FromBytes(ReadOnlyMemory<byte> encoded, string? name = null) =>
        new(name ?? "image bytes", imageName => ImageContent.FromBytes(imageName, encoded, ImageSharpDecoder.Decode));
}
