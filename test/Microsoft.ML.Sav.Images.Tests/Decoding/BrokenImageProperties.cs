using FsCheck;
using FsCheck.Xunit;

namespace Microsoft.ML.Sav.Images.Tests.Decoding;

/// <summary>Whatever the bytes are: an image, or an <see cref="InvalidImageException"/> that names it.</summary>
public class BrokenImageProperties
{
    private static readonly string[] Files = [.. DecodingSamples.Expected.Names];

    [Property(MaxTest = 2000)]
    public void Decode_ChangedBytes_GivesAnImageOrNamesIt(NonNegativeInt file, NonEmptyArray<byte> bytes, NonNegativeInt place)
    {
        var encoded = DecodingSamples.ReadAllBytes(Files[file.Get % Files.Length]);
        for (var i = 0; i < bytes.Get.Length; i++)
            encoded[(int)((place.Get * 31L + i * 17) % encoded.Length)] ^= bytes.Get[i];

        ShouldDecodeOrNameTheImage(encoded);
    }

    [Property(MaxTest = 500)]
    public void Decode_BytesAfterASignature_GivesAnImageOrNamesIt(NonNegativeInt file, byte[] bytes)
    {
        var signature = DecodingSamples.ReadAllBytes(Files[file.Get % Files.Length])[..12];

        ShouldDecodeOrNameTheImage([.. signature, .. bytes]);
    }

    [Property(MaxTest = 500)]
    public void Decode_Truncated_GivesAnImageOrNamesIt(NonNegativeInt file, NonNegativeInt length)
    {
        var encoded = DecodingSamples.ReadAllBytes(Files[file.Get % Files.Length]);

        ShouldDecodeOrNameTheImage(encoded[..(length.Get % encoded.Length)]);
    }

    private static void ShouldDecodeOrNameTheImage(byte[] encoded)
    {
        var exception = Record.Exception(() => ImageInput.FromBytes(encoded, "broken").Read().Decode());

        (exception is null or InvalidImageException { ImageName: "broken" }).Should().BeTrue("{0}", exception);
    }
}
