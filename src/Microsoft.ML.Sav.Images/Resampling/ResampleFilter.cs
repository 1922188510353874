namespace Microsoft.ML.Sav.Images.Resampling;

/// <summary>Resampling filters, with Pillow's numbers, which configuration files use.</summary>
internal enum ResampleFilter
{
    Nearest = 0,
    Lanczos = 1,
    Bilinear = 2,
    Bicubic = 3,
    Box = 4,
    Hamming = 5,
}
