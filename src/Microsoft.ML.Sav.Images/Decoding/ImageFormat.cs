namespace Microsoft.ML.Sav.Images.Decoding;

/// <summary>The encodings that are read, whichever decoder is built in.</summary>
internal enum ImageFormat
{
    Jpeg,
    Png,
    WebP,
    Gif,
    Bmp,
}
