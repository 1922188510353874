namespace Microsoft.ML.Sav.Images.Decoding;

/// <summary>The image file formats that are decoded.</summary>
internal enum ImageFormat
{
    Jpeg,
    Png,
    WebP,
    Gif,
    Bmp,
}
