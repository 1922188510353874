using Microsoft.ML.Sav.Results.Data;

namespace Microsoft.ML.Sav.Results.Tests.Data;

public sealed class DataSetReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_FolderOfClasses_LabelsImagesByFolder()
    {
        CreateFiles("roses/1.jpg", "roses/2.PNG", "tulips/a.webp", "tulips/b.bmp", "tulips/notes.txt", "tulips/.hidden.jpg", ".git/x.jpg", "README.md");

        var dataSet = DataSetReader.Read($"flowers={_folder.Path}");

        dataSet.Name.Should().Be("flowers");
        dataSet.Rows.Select(row => $"{row.Label} {Path.GetFileName(row.Images[0])}").Should().Equal("roses 1.jpg", "roses 2.PNG", "tulips a.webp", "tulips b.bmp");
        dataSet.Rows.Should().OnlyContain(row => row.Part == DataPart.Any && row.Question == ImageFolderReader.Question);
        dataSet.HasTestPart.Should().BeFalse();
    }

    [Theory]
    [InlineData("test")]
    [InlineData("val")]
    public void Read_FolderWithTrainAndTest_KeepsThemApart(string test)
    {
        CreateFiles("train/a/1.jpg", "train/b/1.jpg", $"{test}/a/2.jpg", $"{test}/b/2.jpg");

        var dataSet = DataSetReader.Read(_folder.Path);

        dataSet.HasTestPart.Should().BeTrue();
        dataSet.Rows.Select(row => (row.Label, row.Part)).Should().Equal(("a", DataPart.Train), ("b", DataPart.Train), ("a", DataPart.Test), ("b", DataPart.Test));
    }

    [Fact]
    public void Read_ClassWithoutTestRows_LeavesItOutAndSaysSo()
    {
        CreateFiles("train/a/1.jpg", "train/b/1.jpg", "train/c/1.jpg", "test/a/2.jpg", "test/b/2.jpg");

        var dataSet = DataSetReader.Read(_folder.Path);

        dataSet.Classes.Should().Equal("a", "b");
        dataSet.Notes.Should().ContainSingle().Which.Should().Contain(" c.");
    }

    [Fact]
    public void Read_FolderWithoutImages_NamesFolderAndLayout()
    {
        CreateFiles("a/1.txt");

        FluentActions.Invoking(() => DataSetReader.Read(_folder.Path)).Should().Throw<InvalidDataException>().WithMessage($"*{_folder.Path}*CLASS/*jpg*");
    }

    [Fact]
    public void Read_OneClass_Throws()
    {
        CreateFiles("a/1.jpg", "a/2.jpg");

        FluentActions.Invoking(() => DataSetReader.Read(_folder.Path)).Should().Throw<InvalidDataException>().WithMessage("*at least two classes*found 1*");
    }

    [Fact]
    public void Read_JsonLines_ReadsImagesTextQuestionLabelAndSplit()
    {
        CreateFiles("x.jpg", "y.jpg");
        var path = Write("rows.jsonl", """
            {"image": "x.jpg", "question": "Which?", "label": "a"}

            {"image": ["x.jpg", "y.jpg"], "label": true, "split": "test"}
            {"text": "Some text", "question": "Which?", "label": 3, "split": "train", "id": 7}
            """);

        var rows = JsonLinesReader.Read(path);

        rows.Select(row => row.Label).Should().Equal("a", "true", "3");
        rows.Select(row => row.Images.Count).Should().Equal(1, 2, 0);
        rows.Select(row => row.FullText).Should().Equal("Which?", ImageFolderReader.Question, "Some text\nWhich?");
        rows.Select(row => row.Part).Should().Equal(DataPart.Any, DataPart.Test, DataPart.Train);
    }

    [Theory]
    [InlineData("{", "*line 2*not JSON*")]
    [InlineData("[]", "*line 2*JSON object*Array*")]
    [InlineData("""{"text": "t"}""", "*line 2*'label'*")]
    [InlineData("""{"label": "a"}""", "*line 2*neither*")]
    [InlineData("""{"label": "a", "image": "missing.jpg"}""", "*line 2*missing.jpg*")]
    [InlineData("""{"label": "a", "image": 5}""", "*line 2*'image'*Number*")]
    [InlineData("""{"label": "a", "text": ["t"]}""", "*line 2*'text'*Array*")]
    [InlineData("""{"label": "a", "text": "t", "split": "dev"}""", "*line 2*'split'*dev*")]
    public void Read_WrongLine_NamesFileAndLine(string line, string message)
    {
        var path = Write("rows.jsonl", $$"""{"text": "t", "label": "a"}{{"\n"}}{{line}}""");

        FluentActions.Invoking(() => JsonLinesReader.Read(path)).Should().Throw<InvalidDataException>().WithMessage(message).WithMessage("*rows.jsonl*");
    }

    [Fact]
    public void Read_TabSeparated_JoinsTextColumnsAndCutsThem()
    {
        var path = Write("issues.tsv", $"ID\tArea\tTitle\tDescription\n1\tnet\tSocket\t{new string('x', 2000)}\n2\tnet\tHttp\t\n3\tio\tFile\tp\n4\tio\tPath\tq\n");

        var dataSet = DataSetReader.Read(path);

        dataSet.Name.Should().Be("issues");
        dataSet.IsText.Should().BeTrue();
        dataSet.Rows.Select(row => row.Text).Should().Equal("Socket\n" + new string('x', TabSeparatedReader.MaxColumnLength), "Http", "File\np", "Path\nq");
        dataSet.GetClasses([0, 1, 2, 3]).Should().Equal(1, 1, 0, 0);
    }

    [Theory]
    [InlineData("ID\tTitle\n1\tx\n", "*label*ID, Title*")]
    [InlineData("Label\tTitle\na\n", "*line 2*2 columns*found 1*")]
    [InlineData("", "*empty*")]
    public void Read_WrongTabSeparated_SaysWhatIsMissing(string content, string message) =>
        FluentActions.Invoking(() => DataSetReader.Read(Write("rows.tsv", content))).Should().Throw<InvalidDataException>().WithMessage(message);

    [Fact]
    public void Read_MissingPath_Throws() =>
        FluentActions.Invoking(() => DataSetReader.Read("name=/no/such/folder")).Should().Throw<FileNotFoundException>().WithMessage("*/no/such/folder*");

    private void CreateFiles(params string[] names)
    {
        foreach (var name in names)
            Write(name, "");
    }

    private string Write(string name, string content) => _folder.Write(name, content).File(name);
}
