namespace Microsoft.ML.Sav.Images;

/// <summary>
/// An image to be shown to a model. Files and encoded bytes are JPEG, PNG, WebP, GIF (first frame) or BMP. They are decoded when the
/// model needs them, and decoded again each time, so that an input holds little memory.
/// </summary>
/// <remarks>
/// Pixels are what a model's Hugging Face processor sees: 8 bit RGB as Pillow reads it (of 16 bits, the high byte), what is transparent on
/// white, turned as the EXIF orientation says. Images over 100 megapixels are refused.
/// </remarks>
public abstract class ImageInput
{
    private protected ImageInput(string name) => Name = name;

    /// <summary>What error messages call the image: the path of a file, or the name given.</summary>
    public string Name { get; }

    /// <summary>An image file. Whether it exists is seen when it is decoded; it is open only while it is read.</summary>
    public static ImageInput FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new FileImageInput(path);
    }

    /// <summary>The bytes of an image file.</summary>
    /// <param name="encoded">The bytes, which must not change afterwards.</param>
    /// <param name="name">What error messages call the image; by default "image bytes".</param>
    public static ImageInput FromBytes(ReadOnlyMemory<byte> encoded, string? name = null) => new EncodedImageInput(encoded, name ?? "image bytes");

    /// <summary>An image that is decoded already.</summary>
    public static ImageInput FromPixels(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new PixelImageInput(image);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Reads the image's content once.</summary>
    internal virtual ImageContent Read() => new(Name, HashContent(), Decode);

    /// <summary>The pixels.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The data is not an image that can be decoded; the message names the image.</exception>
    internal abstract RgbImage Decode();

    /// <summary>SHA-256 of the content: the same for a file and its bytes, and not dependent on <see cref="Name"/>.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal abstract byte[] HashContent();
}
