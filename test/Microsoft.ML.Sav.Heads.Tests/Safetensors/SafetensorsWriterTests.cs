using Microsoft.ML.Sav.Heads.Safetensors;

namespace Microsoft.ML.Sav.Heads.Tests.Safetensors;

public sealed class SafetensorsWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sav-").FullName;

    private string Target => Path.Combine(_folder, "heads.safetensors");

    private string Partial => Target + ".partial";

    [Fact]
    public void Complete_AllValues_ReadsBack()
    {
        using (var writer = new SafetensorsWriter(Target, CreateHeader()))
        {
            writer.Append<long>([7, -1]);
            writer.Append<float>([1, 2, 3, 4]);
            writer.Append<Half>([(Half)0.5]);
            writer.Complete();
        }

        var file = SafetensorsFile.Read(Target);
        file.ReadInt64("label").Should().Equal(7, -1);
        file.ReadSingle("heads").Should().Equal(1, 2, 3, 4);
        file.GetShape("heads").Should().Equal(2, 2);
        file.ReadSingle("weight").Should().Equal(0.5f);
        file.Metadata["prompt"].Should().Be("Größe?");
        File.Exists(Partial).Should().BeFalse();
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7)]
    public void Constructor_AnyLengthOfHeader_AlignsTensorsToEightBytes(int promptLength)
    {
        using var writer = new SafetensorsWriter(Target, CreateHeader(prompt: new string('x', promptLength)));

        (new FileInfo(Partial).Length % 8).Should().Be(0);
    }

    [Fact]
    public void Complete_ExistingFile_ReplacesIt()
    {
        File.WriteAllText(Target, "old");
        var header = new SafetensorsHeader([new SafetensorsTensor("a", "U8", 1)], new Dictionary<string, string>());
        using (var writer = new SafetensorsWriter(Target, header))
        {
            writer.Append<byte>([7]);
            writer.Complete();
        }

        SafetensorsFile.Read(Target).ReadByte("a").Should().Equal(7);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(17)]
    public void Truncate_LengthOutOfRange_Throws(long length)
    {
        using var writer = new SafetensorsWriter(Target, CreateHeader());
        writer.Append<long>([7, -1]);

        writer.Invoking(it => it.Truncate(length)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Constructor_UnknownType_Throws() =>
        FluentActions.Invoking(() => new SafetensorsHeader([new SafetensorsTensor("a", "F99", 1)], new Dictionary<string, string>()))
            .Should().Throw<ArgumentException>().WithMessage("*F99*'a'*");

    [Fact]
    public void Complete_ValuesMissing_ThrowsAndLeavesNoFile()
    {
        using var writer = new SafetensorsWriter(Target, CreateHeader());
        writer.Append<long>([7, -1]);

        writer.Invoking(unfinished => unfinished.Complete()).Should().Throw<InvalidOperationException>().WithMessage("*34*16*");
        File.Exists(Target).Should().BeFalse();
    }

    [Fact]
    public void Constructor_PartialFileWithSameHeader_Continues()
    {
        using (var first = new SafetensorsWriter(Target, CreateHeader()))
        {
            first.Append<long>([7, -1]);
            first.Append<float>([1, 2, 9]);
        }

        using (var second = new SafetensorsWriter(Target, CreateHeader()))
        {
            second.Length.Should().Be(28);
            second.Truncate(24);
            second.Append<float>([3, 4]);
            second.Append<Half>([(Half)0.5]);
            second.Complete();
        }

        SafetensorsFile.Read(Target).ReadSingle("heads").Should().Equal(1, 2, 3, 4);
    }

    [Fact]
    public void Constructor_PartialFileWithOtherHeader_StartsEmpty()
    {
        using (var first = new SafetensorsWriter(Target, CreateHeader(prompt: "other")))
            first.Append<long>([7, -1]);

        using var second = new SafetensorsWriter(Target, CreateHeader());

        second.Length.Should().Be(0);
    }

    [Fact]
    public void Constructor_SameFileTwice_Throws()
    {
        using var writer = new SafetensorsWriter(Target, CreateHeader());

        FluentActions.Invoking(() => new SafetensorsWriter(Target, CreateHeader())).Should().Throw<IOException>();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static SafetensorsHeader CreateHeader(string prompt = "Größe?") => new(
        [new SafetensorsTensor("label", "I64", 2), new SafetensorsTensor("heads", "F32", 2, 2), new SafetensorsTensor("weight", "F16", 1)],
        new Dictionary<string, string> { ["prompt"] = prompt });
}
