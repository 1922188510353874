namespace Microsoft.ML.Sav.Images.Decoding;

/// <summary>An image library. Implementations can be called from many threads at once.</summary>
internal interface IImageDecoder
{
    /// <summary>Decodes the (first) frame to RGB on a white background (<see cref="WhiteBackground"/>), EXIF orientation applied.</summary>
    /// <exception cref="InvalidDataException">
    /// The image is broken, truncated or larger than <see cref="PixelLimit"/>. The message is the bare reason, without the image's name.
    /// </exception>
    RgbImage Decode(ReadOnlyMemory<byte> encoded, ImageFormat format);
}
