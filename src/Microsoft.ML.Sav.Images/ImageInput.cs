namespace Microsoft.ML.Sav.Images;

/// <summary>
/// An image for a model: a file, encoded bytes or decoded pixels. Files and bytes are JPEG, PNG, WebP, GIF (first frame) or BMP. They are
/// decoded on every use, so an input holds little memory.
/// </summary>
/// <remarks>
/// Pixels equal those of the model's Hugging Face processor in transformers 5.23: 8-bit RGB as Pillow decodes it, on a white background,
/// turned upright by the EXIF orientation. Samples of 16 bits give their high byte, also in grey PNG, where Pillow makes all above 255 white.
/// Earlier versions of transformers drop transparency, except for Idefics3 and SmolVLM: transparent pixels then have their hidden colour. Most
/// of its processors ignore the transparent colours of PNG without an alpha channel (tRNS), which are white here. Images above 100 megapixels
/// or 65,535 pixels per side are refused.
/// </remarks>
public sealed class ImageInput
{
    private readonly Func<string, ImageContent> _read;

    internal ImageInput(string name, Func<string, ImageContent> read) => (Name, _read) = (name, read);

    /// <summary>The path of a file, or the name given: how errors refer to the image.</summary>
    public string Name { get; }

    /// <summary>Creates an input from an image file. The file is opened only when the image is used.</summary>
    /// <param name="path">Path of a regular file of at most 512 MiB.</param>
    public static ImageInput FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new ImageInput(path, ImageContent.FromFile);
    }

    /// <summary>Creates an input from the bytes of an image file.</summary>
    /// <param name="encoded">The bytes, which must not change afterwards.</param>
    /// <param name="name">How errors refer to the image; "image bytes" by default.</param>
    public static ImageInput FromBytes(ReadOnlyMemory<byte> encoded, string? name = null) =>
        new(name ?? "image bytes", imageName => ImageContent.FromBytes(imageName, encoded));

    /// <summary>Creates an input from decoded pixels.</summary>
    public static ImageInput FromPixels(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new ImageInput($"image of {image.Size} pixels", name => ImageContent.FromPixels(name, image));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Reads the content once, so that its hash and its pixels belong together even if the file changes.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidImageException">The file is a folder, empty, not a regular file, or too large.</exception>
    internal ImageContent Read() => _read(Name);
}
