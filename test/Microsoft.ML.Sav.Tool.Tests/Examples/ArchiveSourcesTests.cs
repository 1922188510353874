using System.IO.Compression;
using Microsoft.ML.Sav.Tool.Examples;
using Microsoft.ML.Sav.Tool.Files;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Tests.Examples;

[Collection("Temporary folders")]
public sealed class ArchiveSourcesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("")]
    [InlineData("photos/")]
    public void Zip_FolderPerClass_RowsHaveTheNamesOfTheEntries(string prefix)
    {
        var path = WriteZip("photos.zip", prefix + "bag/1.png", prefix + "coat/2.png", "__MACOSX/bag/._1.png", prefix + "bag/notes.txt");

        var rows = Read(path);

        rows.Select(row => (row.Name, row.Label)).Should().Equal(($"{path}/{prefix}bag/1.png", "bag"), ($"{path}/{prefix}coat/2.png", "coat"));
        rows.Should().AllSatisfy(row => File.ReadAllText(row.ImagePath.Single()).Should().Be(row.Name[(path.Length + 1)..]));
    }

    [Fact]
    public void Zip_WithAnnotations_ReadsThem()
    {
        var path = _folder.File("export.zip");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            Write(archive, "images/1.jpg", "image");
            Write(archive, "result.json", """{"images": [{"id": 1, "file_name": "images/1.jpg"}], "annotations": [{"image_id": 1, "category_id": 0}], "categories": [{"id": 0, "name": "cat"}]}""");
        }

        Read(path).Select(row => (row.Name, row.Label)).Should().Equal(($"{path}/images/1.jpg", "cat"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("images")]
    public void Zip_WithParquet_ReadsItsImages(string? unpackFolder)
    {
        var path = _folder.File("export.zip");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
            archive.CreateEntryFromFile(Repository.Fixture("parquet", "hugging-face.parquet"), "data.parquet");
        var zip = ExampleSources.All.Single(source => source.Name == "zip");

        InputRow[] rows = [.. zip.Read(path, new ExampleSourceOptions { UnpackFolder = unpackFolder is null ? null : _folder.File(unpackFolder) })];

        rows.Select(row => (row.Name, row.Label)).Should().Equal(
            ($"{path}/data.parquet/bag-00.png", "bag"), ($"{path}/data.parquet/coat-00.png", "coat"), ($"{path}/data.parquet/bag-01.png", "bag"));
        rows.Should().AllSatisfy(row => File.Exists(row.ImagePath.Single()).Should().BeTrue());
    }

    [Theory]
    [InlineData("../evil.png")]
    [InlineData("bag/../../evil.png")]
    [InlineData("..\\evil.png")]
    public void Zip_EntryThatLeavesItsFolder_IsRefused(string name)
    {
        var path = WriteZip("evil.zip", "bag/1.png", name);

        FluentActions.Invoking(() => Read(path)).Should().Throw<InvalidDataException>().WithMessage($"'{path}' cannot be unpacked: the entry '{name}' leads out of its folder.");
    }

    [Theory]
    [InlineData("bag/1.png/2.png")]
    [InlineData("bag/\0.png")]
    public void Zip_EntryThatNoFileCanBe_IsNamed(string name)
    {
        var path = WriteZip("odd.zip", "bag/1.png", name);

        FluentActions.Invoking(() => Read(path)).Should().Throw<InvalidDataException>().WithMessage($"'{path}' cannot be unpacked: the entry '{name}': *");
    }

    [Fact]
    public void Zip_EntryWithATooLongName_IsNamed()
    {
        var path = WriteZip("long.zip", "bag/1.png", $"bag/{new string('a', 300)}.png");

        FluentActions.Invoking(() => Read(path)).Should().Throw<InvalidDataException>().WithMessage($"'{path}' cannot be unpacked: the entry 'bag/aaa*.png': *");
    }

    [Fact]
    public void Zip_EntryWithAnAbsolutePath_StaysInItsFolder()
    {
        var path = WriteZip("absolute.zip", "/bag/1.png", "/coat/1.png");

        Read(path).Select(row => row.Label).Should().Equal("bag", "coat");
    }

    [Fact]
    public void Zip_UnpacksToTooMuch_IsRefused()
    {
        var path = _folder.File("bomb.zip");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using var entry = archive.CreateEntry("bag/zeros.bmp").Open();
            for (var megabyte = 0; megabyte < 101; megabyte++)
                entry.Write(new byte[1 << 20]);
        }

        FluentActions.Invoking(() => Read(path)).Should().Throw<InvalidDataException>().WithMessage($"'{path}' cannot be unpacked: it unpacks to more than 104,857,600 bytes");
    }

    [Fact]
    public void Zip_ParquetThatUnpacksToTooMuch_IsRefused()
    {
        var (path, parquet) = (_folder.File("bomb.zip"), Repository.Fixture("parquet", "hugging-face.parquet"));
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            archive.CreateEntryFromFile(parquet, "data.parquet");
            using var entry = archive.CreateEntry("zeros.bmp").Open();
            // all that is allowed, so that nothing is left for the images in the Parquet file
            for (var left = (100 << 20) - new FileInfo(parquet).Length; left > 0; left -= 1 << 20)
                entry.Write(new byte[Math.Min(left, 1 << 20)]);
        }

        FluentActions.Invoking(() => Read(path)).Should().Throw<InvalidDataException>().WithMessage($"'{path}/data.parquet' cannot be unpacked: it unpacks to more than 104,857,600 bytes");
    }

    [Fact]
    public void Zip_OtherFile_IsRefused()
    {
        _folder.Write("text.zip", "hello");

        FluentActions.Invoking(() => Read(_folder.File("text.zip"))).Should().Throw<InvalidDataException>().WithMessage("'*text.zip' is not a zip file that can be read: *");
    }

    [Fact]
    public void Zip_WithoutImages_NamesTheArchive()
    {
        var path = WriteZip("texts.zip", "bag/1.txt");

        FluentActions.Invoking(() => Read(path)).Should().Throw<InvalidDataException>().WithMessage($"'{path}' has no images CLASS/*");
    }

    [Theory]
    [InlineData("project.tm")]
    [InlineData("project.zip")]
    public void TeachableMachine_LabelIsTheClassInTheNameOfTheSample(string name)
    {
        var path = WriteZip(name, "manifest.json", "Class 1-!-0.webp", "Class 1-!-1.webp", "a-!-b-!-0.webp");

        Read(path).Select(row => (row.Name, row.Label)).Should().Equal(
            ($"{path}/Class 1-!-0.webp", "Class 1"), ($"{path}/Class 1-!-1.webp", "Class 1"), ($"{path}/a-!-b-!-0.webp", "a-!-b"));
    }

    [Fact]
    public void TeachableMachine_AudioProject_IsRefused()
    {
        var path = WriteZip("project.tm", "manifest.json", "Background Noise-!-0.webm");

        FluentActions.Invoking(() => Read(path)).Should().Throw<InvalidDataException>().WithMessage($"'{path}' has no samples of an image project*");
    }

    public void Dispose()
    {
        TemporaryFolders.DeleteAll();
        _folder.Dispose();
    }

    private static InputRow[] Read(string path) => [.. ExampleSources.ReadAll(path)];

    private static void Write(ZipArchive archive, string name, string text)
    {
        using var writer = new StreamWriter(archive.CreateEntry(name).Open());
        writer.Write(text);
    }

    /// <summary>Writes entries that hold their own names.</summary>
    private string WriteZip(string name, params string[] entries)
    {
        using var archive = ZipFile.Open(_folder.File(name), ZipArchiveMode.Create);
        Array.ForEach(entries, entry => Write(archive, entry, entry));
        return _folder.File(name);
    }
}
