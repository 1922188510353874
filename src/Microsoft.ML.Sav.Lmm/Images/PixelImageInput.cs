namespace Microsoft.ML.Sav.Lmm.Images;

internal sealed class PixelImageInput(RgbImage image) : ImageInput($"image of {image.Size} pixels")
{
    internal override RgbImage Decode() => image;
}
