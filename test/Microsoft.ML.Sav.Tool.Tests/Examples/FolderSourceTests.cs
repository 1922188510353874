using Microsoft.ML.Sav.Tool.Examples;

namespace Microsoft.ML.Sav.Tool.Tests.Examples;

public sealed class FolderSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Folder_ModelBuildersConvention_ReadsAFolderPerClass()
    {
        _folder.Write("photos/bag/1.jpg", "").Write("photos/coat/1.PNG", "").Write("photos/coat/notes.txt", "").Write("photos/labels.csv", "path,label\n1.jpg,cat\n");

        Read().Should().Equal(("bag/1.jpg", "bag"), ("coat/1.PNG", "coat"));
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

    public void Dispose() => _folder.Dispose();

    private IEnumerable<(string, string)> Read() => ExampleSources.ReadAll(_folder.File("photos"))
        .Select(row => (Path.GetRelativePath(_folder.File("photos"), row.ImagePath.Single()).Replace('\\', '/'), row.Label));
}
