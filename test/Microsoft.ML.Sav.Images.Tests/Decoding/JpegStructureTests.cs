using Microsoft.ML.Sav.Images.Decoding;

namespace Microsoft.ML.Sav.Images.Tests.Decoding;

public class JpegStructureTests
{
    public static TheoryData<string> Files() => [.. DecodingSamples.Expected.Names.Where(name => Path.GetExtension(name) == ".jpg")];

    [Theory]
    [MemberData(nameof(Files))]
    public void HasEnd_WholeFile_IsTrue(string file) => JpegStructure.HasEnd(DecodingSamples.ReadAllBytes(file)).Should().BeTrue();

    [Theory]
    [MemberData(nameof(Files))]
    public void HasEnd_EveryShorterFile_IsFalse(string file)
    {
        var jpeg = DecodingSamples.ReadAllBytes(file);

        Enumerable.Range(0, jpeg.Length).Where(length => JpegStructure.HasEnd(jpeg.AsSpan(0, length))).Should().BeEmpty();
    }
}
