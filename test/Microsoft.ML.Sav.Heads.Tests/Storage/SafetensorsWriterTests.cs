using Microsoft.ML.Sav.Heads.Storage;

namespace Microsoft.ML.Sav.Heads.Tests.Storage;

public sealed class SafetensorsWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sav-").FullName;

    private string Target => Path.Combine(_folder, "heads.safetensors");

    private string Partial => Target + ".partial";

    [Fact]
    public void Complete_AllValues_ReadsBack()
    {
        using (var writer = new SafetensorsWriter(Target, Header()))
        {
            writer.Append<long>([7, -1]);
            writer.Append<float>([1, 2, 3, 4]);
            writer.Append<Half>([(Half)0.5]);
            writer.Complete();
        }

        var file = new SafetensorsFile(Target);
        file.ReadInt64("label").Should().Equal(7, -1);
        file.ReadSingle("heads").Should().Equal(1, 2, 3, 4);
        file.Shape("heads").Should().Equal(2, 2);
        file.ReadSingle("weight").Should().Equal(0.5f);
        file.Metadata["prompt"].Should().Be("Größe?");
        File.Exists(Partial).Should().BeFalse();
    }

    [Fact]
    public void Constructor_AnyMetadata_AlignsTensorsToEightBytes()
    {
        for (var length = 0; length < 9; length++)
        {
            using var writer = new SafetensorsWriter(Target, Header(prompt: new string('x', length)));
            (new FileInfo(Partial).Length % 8).Should().Be(0);
        }
    }

    [Fact]
    public void Complete_ValuesMissing_RefusesAndLeavesNoFile()
    {
        using var writer = new SafetensorsWriter(Target, Header());
        writer.Append<long>([7, -1]);

        writer.Invoking(unfinished => unfinished.Complete()).Should().Throw<InvalidOperationException>().WithMessage("*34 bytes*16 were written*");
        File.Exists(Target).Should().BeFalse();
    }

    [Fact]
    public void Constructor_PartialFileWithSameHeader_GoesOn()
    {
        using (var first = new SafetensorsWriter(Target, Header()))
        {
            first.Append<long>([7, -1]);
            first.Append<float>([1, 2, 9]);
        }

        using (var second = new SafetensorsWriter(Target, Header()))
        {
            second.Length.Should().Be(28);
            second.Truncate(24);
            second.Append<float>([3, 4]);
            second.Append<Half>([(Half)0.5]);
            second.Complete();
        }

        new SafetensorsFile(Target).ReadSingle("heads").Should().Equal(1, 2, 3, 4);
    }

    [Fact]
    public void Constructor_PartialFileWithOtherHeader_StartsAnew()
    {
        using (var first = new SafetensorsWriter(Target, Header(prompt: "other")))
            first.Append<long>([7, -1]);

        using var second = new SafetensorsWriter(Target, Header());

        second.Length.Should().Be(0);
    }

    [Fact]
    public void Constructor_SameFileTwice_Refuses()
    {
        using var writer = new SafetensorsWriter(Target, Header());

        FluentActions.Invoking(() => new SafetensorsWriter(Target, Header())).Should().Throw<IOException>();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static SafetensorsHeader Header(string prompt = "Größe?") => new(
        [new SafetensorsTensor("label", "I64", 2), new SafetensorsTensor("heads", "F32", 2, 2), new SafetensorsTensor("weight", "F16", 1)],
        new Dictionary<string, string> { ["prompt"] = prompt });
}
