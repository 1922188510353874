using System.Security.Cryptography;
using Microsoft.ML.Sav.Images.Decoding;

namespace Microsoft.ML.Sav.Images;

internal sealed class FileImageInput(string path) : ImageInput(path)
{
    internal override RgbImage Decode()
    {
        if (Directory.Exists(Name))
            throw new InvalidDataException($"'{Name}' is a folder, expected an image file.");
        var file = new FileInfo(Name);
        if (!file.Exists)
            throw new FileNotFoundException($"The image file '{Name}' does not exist.", Name);
        if (file.Length > Array.MaxLength)
            throw new InvalidDataException($"'{Name}' has {file.Length} bytes, which is too large for an image file.");
        return EncodedImage.Decode(File.ReadAllBytes(Name), Name);
    }

    internal override byte[] HashContent()
    {
        using var file = File.OpenRead(Name);
        return SHA256.HashData(file);
    }
}
