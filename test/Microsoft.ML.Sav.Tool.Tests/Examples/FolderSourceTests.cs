using System.IO.Compression;
using Microsoft.ML.Sav.Tool.Examples;
using Microsoft.ML.Sav.Tool.Files;

namespace Microsoft.ML.Sav.Tool.Tests.Examples;

[Collection("Temporary folders")]
public sealed class FolderSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Folder_ModelBuildersConvention_ReadsAFolderPerClass()
    {
        _folder.Write("photos/bag/1.jpg", "").Write("photos/coat/1.PNG", "").Write("photos/coat/notes.txt", "").Write("photos/labels.csv", "path,label\n1.jpg,cat\n");

        Read().Should().Equal(("bag/1.jpg", "bag"), ("coat/1.PNG", "coat"));
    }

    [Theory]
    [InlineData("result.json")]
    [InlineData("annotations/result.json")]
    public void Folder_FoldersPerSplitAndAnnotations_ReadsTheAnnotations(string name)
    {
        _folder.Write("photos/train/1.jpg", "").Write("photos/val/2.jpg", "").Write($"photos/{name}", CreateCoco("train/1.jpg"));

        Read().Should().Equal(("train/1.jpg", "cat"));
    }

    [Fact]
    public void Folder_AnnotationsPerSplit_NamesThem()
    {
        _folder.Write("photos/train/1.jpg", "").Write("photos/val/2.jpg", "")
            .Write("photos/annotations/train.json", CreateCoco("1.jpg")).Write("photos/annotations/val.json", CreateCoco("2.jpg"));

        FluentActions.Invoking(() => Read().ToList()).Should().Throw<InvalidDataException>().WithMessage("'*photos' has several files that describe images, name one of them: *train.json', '*val.json'.");
    }

    [Theory]
    [InlineData("photos")]
    [InlineData("photos.zip")]
    public void Folder_FoldersWithAnnotationsOfTheirOwn_AreNoClasses(string item)
    {
        _folder.Write("photos/train/1.jpg", "").Write("photos/train/_annotations.coco.json", CreateCoco("1.jpg"))
            .Write("photos/valid/2.jpg", "").Write("photos/valid/_annotations.coco.json", CreateCoco("2.jpg"));
        ZipFile.CreateFromDirectory(_folder.File("photos"), _folder.File("photos.zip"));

        FluentActions.Invoking(() => ExampleSources.ReadAll(_folder.File(item))).Should().Throw<InvalidDataException>()
            .WithMessage($"'*{item}': expected one folder of images per class, but '*{item}?train' has annotations; name the file '*{item}?train?_annotations.coco.json' *");
        TemporaryFolders.DeleteAll();
    }

    [Fact]
    public void Folder_OtherJsonBesideTheImages_DoesNotMatter()
    {
        _folder.Write("photos/bag/1.jpg", "").Write("photos/bag/1.json", """{"title": "1.jpg"}""").Write("photos/coat/2.jpg", "");

        Read().Should().Equal(("bag/1.jpg", "bag"), ("coat/2.jpg", "coat"));
    }

    [Fact]
    public void Folder_ImagesAndATable_ReadsTheTable()
    {
        _folder.Write("photos/1.jpg", "").Write("photos/metadata.csv", "file_name,label\n1.jpg,cat\n");

        Read().Should().Equal(("1.jpg", "cat"));
    }

    [Fact]
    public void Folder_SeveralTables_NamesThem()
    {
        _folder.Write("photos/a.csv", "").Write("photos/b.csv", "");

        FluentActions.Invoking(() => Read().ToList()).Should().Throw<InvalidDataException>().WithMessage("'*photos' has several files that describe images, name one of them: *a.csv', '*b.csv'.");
    }

    [Fact]
    public void Read_ImagesAndATable_ReadsTheTableForItemsToo()
    {
        _folder.Write("photos/1.jpg", "").Write("photos/metadata.csv", "file_name,question\n1.jpg,Is it?\n");

        ExampleSources.Read(_folder.File("photos")).Should().ContainSingle().Which.Text.Should().Be("Is it?");
    }

    [Fact]
    public void Read_TableOfTexts_NeedsNoImages()
    {
        _folder.Write("photos/rows.jsonl", """{"question": "Is it?"}""");

        ExampleSources.Read(_folder.File("photos")).Should().ContainSingle().Which.Text.Should().Be("Is it?");
    }

    [Theory]
    [InlineData("photos")]
    [InlineData("photos.zip")]
    public void Read_ImagesAlone_NeedNoLabelUnlessTheyAreForTraining(string item)
    {
        _folder.Write("photos/1.jpg", "");
        ZipFile.CreateFromDirectory(_folder.File("photos"), _folder.File("photos.zip"));

        foreach (var rows in new[] { ExampleSources.Read(_folder.File(item)), ExampleSources.ReadAll(_folder.File(item)) })
            rows.Select(row => (Path.GetFileName(row.Name), row.Label)).Should().Equal(("1.jpg", ""));
        FluentActions.Invoking(() => ExampleSources.ReadLabelled(_folder.File(item))).Should().Throw<InvalidDataException>().WithMessage($"'*{item}' has no images CLASS/*");
        TemporaryFolders.DeleteAll();
    }

    private static string CreateCoco(string image) =>
        $$"""{"images": [{"id": 1, "file_name": "{{image}}"}], "annotations": [{"image_id": 1, "category_id": 0}], "categories": [{"id": 0, "name": "cat"}]}""";

    public void Dispose() => _folder.Dispose();

    private IEnumerable<(string, string)> Read() => ExampleSources.ReadAll(_folder.File("photos"))
        .Select(row => (Path.GetRelativePath(_folder.File("photos"), row.ImagePath.Single()).Replace('\\', '/'), row.Label));
}
