using FsCheck;
using FsCheck.Xunit;

namespace Microsoft.ML.Sav.Images.Tests.Decoding;

/// <summary>Whatever the bytes are: an image, or an InvalidDataException that names it.</summary>
public class BrokenImageProperties
{
    private static readonly string[] Files = [.. DecodingSamples.Expected.Names];

    [Property(MaxTest = 1000)]
    public void Decode_ChangedBytes_GivesAnImageOrAClearError(NonNegativeInt file, byte[] bytes, PositiveInt place)
    {
        var encoded = File.ReadAllBytes(DecodingSamples.PathOf(Files[file.Get % Files.Length]));
        for (var i = 0; i < bytes.Length; i++)
            encoded[(place.Get * 31 + i * 17) % encoded.Length] = bytes[i];

        ShouldDecodeOrSayWhy(encoded);
    }

    [Property(MaxTest = 200)]
    public void Decode_BytesAfterASignature_GivesAnImageOrAClearError(NonNegativeInt file, byte[] bytes)
    {
        var signature = File.ReadAllBytes(DecodingSamples.PathOf(Files[file.Get % Files.Length]))[..12];

        ShouldDecodeOrSayWhy([.. signature, .. bytes]);
    }

    private static void ShouldDecodeOrSayWhy(byte[] encoded)
    {
        try
        {
            var image = ImageInput.FromBytes(encoded, "broken").Decode();
            image.Pixels.Should().HaveCount(image.Width * image.Height * 3);
        }
        catch (InvalidDataException exception)
        {
            exception.Message.Should().StartWith("'broken'");
        }
    }
}
