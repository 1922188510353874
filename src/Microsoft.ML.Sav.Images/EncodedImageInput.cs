using System.Security.Cryptography;
using Microsoft.ML.Sav.Images.Decoding;

namespace Microsoft.ML.Sav.Images;

internal sealed class EncodedImageInput(ReadOnlyMemory<byte> encoded, string name) : ImageInput(name)
{
    internal override RgbImage Decode() => EncodedImage.Decode(encoded, Name);

    internal override byte[] HashContent() => SHA256.HashData(encoded.Span);
}
