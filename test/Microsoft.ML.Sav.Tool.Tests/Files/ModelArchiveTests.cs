using System.IO.Compression;
using Microsoft.ML.Sav.Tool.Files;

namespace Microsoft.ML.Sav.Tool.Tests.Files;

public sealed class ModelArchiveTests : IDisposable
{
    private const int Megabyte = 1 << 20;
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(1, 90)]
    [InlineData(9, 10)]
    public void Check_SmallContent_Passes(int entries, int megabytes) =>
        FluentActions.Invoking(() => ModelArchive.Check(Zeros(entries, megabytes), CancellationToken.None)).Should().NotThrow();

    [Theory]
    [InlineData(1, 200)]
    [InlineData(20, 10)]
    public void Check_ManyTimesItsLength_Throws(int entries, int megabytes) =>
        FluentActions.Invoking(() => ModelArchive.Check(Zeros(entries, megabytes), CancellationToken.None))
            .Should().Throw<InvalidDataException>().WithMessage("*unpacks to more than 104,857,600 bytes");

    [Fact]
    public void Predict_Bomb_NamesItAndWritesNothing()
    {
        var temporary = Directory.CreateDirectory(_folder.File("tmp")).FullName;

        using var sav = SavProcess.RunWithVariable("TMPDIR", temporary, "predict", Zeros(1, 200), "photo.png");

        sav.ShouldFail("'*bomb.zip' is not an ML.NET model that can be read: it unpacks to more than *");
        Directory.GetFiles(temporary, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length).Should().BeLessThan(Megabyte);
    }

    public void Dispose() => _folder.Dispose();

    private string Zeros(int entries, int megabytes)
    {
        var path = _folder.File("bomb.zip");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        for (var i = 0; i < entries; i++)
        {
            using var entry = zip.CreateEntry($"entry {i}", CompressionLevel.SmallestSize).Open();
            for (var written = 0; written < megabytes; written++)
                entry.Write(new byte[Megabyte]);
        }
        return path;
    }
}
