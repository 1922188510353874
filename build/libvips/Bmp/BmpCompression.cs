namespace Microsoft.ML.Sav.Images.Decoding.Libvips.Bmp;

/// <summary>biCompression of the info header.</summary>
internal enum BmpCompression
{
    None = 0,
    RunLength8 = 1,
    RunLength4 = 2,
    BitFields = 3,
    AlphaBitFields = 6,
}
