using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Microsoft.ML.Sav.Images;

internal sealed class PixelImageInput(RgbImage image) : ImageInput($"image of {image.Size} pixels")
{
    internal override RgbImage Decode() => image;

    internal override byte[] HashContent()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<int>([image.Width, image.Height]));
        hash.AppendData(image.Pixels);
        return hash.GetHashAndReset();
    }
}
