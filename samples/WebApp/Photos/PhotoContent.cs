using System.Security.Cryptography;
using SkiaSharp;

namespace WebApp.Photos;

/// <summary>The bytes of a photo, checked by decoding them. What the client calls them does not matter.</summary>
internal sealed record PhotoContent(byte[] Bytes, string ContentType)
{
    public string Id => Convert.ToHexStringLower(SHA256.HashData(Bytes));

    /// <exception cref="RequestException">The bytes are not a complete image, or one that is too large.</exception>
    public static PhotoContent Check(byte[] bytes, long maxPixels)
    {
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        var contentType = codec?.EncodedFormat switch
        {
            SKEncodedImageFormat.Jpeg => "image/jpeg",
            SKEncodedImageFormat.Png => "image/png",
            SKEncodedImageFormat.Webp => "image/webp",
            SKEncodedImageFormat.Gif => "image/gif",
            SKEncodedImageFormat.Bmp => "image/bmp",
            _ => throw new RequestException(StatusCodes.Status415UnsupportedMediaType, "This is not a photo. Use JPEG, PNG, WebP, GIF or BMP."),
        };
        // The size is in the header: a small file that claims a huge image is refused before memory is allocated for it.
        var size = codec.Info.Size;
        if ((long)size.Width * size.Height > maxPixels)
            throw new RequestException(StatusCodes.Status422UnprocessableEntity, $"The photo has {size.Width} x {size.Height} pixels, at most {maxPixels / 1_000_000} megapixels are allowed.");
        using var pixels = new SKBitmap(new SKImageInfo(size.Width, size.Height));
        if (codec.GetPixels(pixels.Info, pixels.GetPixels()) != SKCodecResult.Success)
            throw new RequestException(StatusCodes.Status422UnprocessableEntity, "The photo is damaged or incomplete.");
        return new PhotoContent(bytes, contentType);
    }
}
