using Microsoft.ML.Sav.Images.Decoding;

namespace Microsoft.ML.Sav.Images.Tests.Decoding;

public class TruncationCheckTests
{
    public static TheoryData<string> Files() =>
        [.. DecodingSamples.Expected.Names.Where(name => Path.GetExtension(name) is ".jpg" or ".webp" or ".gif")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Check_WholeFile_Passes(string file)
    {
        var encoded = File.ReadAllBytes(DecodingSamples.PathOf(file));

        FluentActions.Invoking(() => TruncationCheck.Check(encoded, ImageSignature.Detect(encoded)!.Value)).Should().NotThrow();
    }

    [Theory]
    [InlineData("jpeg-420.jpg")]
    [InlineData("jpeg-progressive.jpg")]
    [InlineData("webp-lossy.webp")]
    [InlineData("gif-grey.gif")]
    public void Check_EveryShorterFile_Throws(string file)
    {
        var encoded = File.ReadAllBytes(DecodingSamples.PathOf(file));
        var format = ImageSignature.Detect(encoded)!.Value;
        var trailer = format == ImageFormat.Gif ? 1 : 0; // the image ends before the file's last byte

        for (var length = 12; length < encoded.Length - trailer; length++)
            FluentActions.Invoking(() => TruncationCheck.Check(encoded.AsSpan(0, length), format)).Should().Throw<InvalidDataException>();
    }
}
