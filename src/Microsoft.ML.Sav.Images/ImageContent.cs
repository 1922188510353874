using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML.Sav.Images.Decoding;

namespace Microsoft.ML.Sav.Images;

/// <summary>What one read of an image gave: its hash and its pixels come from the same bytes.</summary>
internal sealed class ImageContent
{
    private readonly Lazy<byte[]> _hash;
    private readonly Func<RgbImage> _decode;

    private ImageContent(string name, Func<byte[]> hash, Func<RgbImage> decode) =>
        (Name, _hash, _decode) = (name, new Lazy<byte[]>(hash), decode);

    /// <summary>The input's <see cref="ImageInput.Name"/>.</summary>
    public string Name { get; }

    /// <summary>SHA-256 of the content: equal for a file and its bytes, independent of <see cref="Name"/>. Computed on first use.</summary>
    public byte[] Hash => _hash.Value;

    public static ImageContent FromFile(string path) => FromBytes(path, ImageFile.ReadAllBytes(path));

    /// <param name="name">The input's name.</param>
    /// <param name="encoded">The bytes of an image file.</param>
    /// <param name="decode">Decodes the bytes of the named image; <see cref="ImageDecoder.Decode"/> by default.</param>
    public static ImageContent FromBytes(
        string name, ReadOnlyMemory<byte> encoded, Func<string, ReadOnlyMemory<byte>, RgbImage>? decode = null) =>
        new(name, () => SHA256.HashData(encoded.Span), () => (decode ?? ImageDecoder.Decode)(name, encoded));

    public static ImageContent FromPixels(string name, RgbImage image) => new(name, () => HashPixels(image), () => image);

    /// <exception cref="InvalidImageException">The content is not an image, broken, truncated or too large.</exception>
    public RgbImage Decode() => _decode();

    // The size is part of the content: 1 x 2 and 2 x 1 pixels have the same bytes.
    private static byte[] HashPixels(RgbImage image)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<int>([image.Width, image.Height]));
        hash.AppendData(image.Pixels);
        return hash.GetHashAndReset();
    }
}
