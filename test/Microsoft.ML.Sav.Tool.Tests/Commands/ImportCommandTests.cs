using System.IO.Compression;

namespace Microsoft.ML.Sav.Tool.Tests.Commands;

public sealed class ImportCommandTests(TrainedModel model) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Import_CsvWithOtherNames_WritesJsonLines()
    {
        _folder.Write("data.csv", "photo,kind,note\nimages/1.png,cat,x\nimages/2.png,,y\n");

        var sav = SavProcess.RunIn(_folder.Path, "import", "csv", "data.csv", "--image-column", "photo", "--label-column", "kind", "--text-column", "note", "-o", "rows.jsonl");

        sav.ShouldSucceed();
        File.ReadAllLines(_folder.File("rows.jsonl")).Should().Equal(
            """{"image":"images/1.png","question":"x","label":"cat"}""", """{"image":"images/2.png","question":"y"}""");
        sav.Output.Should().MatchRegex("cat +1 ").And.Contain("rows.jsonl: 2 rows, ");
    }

    [Fact]
    public void Import_Archive_UnpacksBesideTheRows()
    {
        ZipFile.CreateFromDirectory(model.Test, _folder.File("photos.zip"));

        var sav = SavProcess.RunIn(_folder.Path, "import", "zip", "photos.zip", "-o", "rows.jsonl", "--json");

        sav.ShouldSucceed();
        sav.Json.GetProperty("labels").GetProperty("bag").GetInt32().Should().Be(20);
        File.ReadAllLines(_folder.File("rows.jsonl"))[0].Should().Be("""{"image":"rows/bag/00.png","label":"bag"}""");
        File.Exists(_folder.File("rows/bag/00.png")).Should().BeTrue();
        SavProcess.RunIn(_folder.Path, "import", "zip", "photos.zip", "-o", "rows.jsonl").ShouldFail("'*rows', the folder for unpacked images, is not empty*");
    }

    [Theory]
    [InlineData("coco")]
    [InlineData("folder")]
    public void Import_OutputIsTheAnnotationsOfTheFolder_IsRefused(string format)
    {
        _folder.Write("data/instances.json", """{"images": [{"id": 1, "file_name": "1.jpg"}], "annotations": [], "categories": []}""");

        SavProcess.RunIn(_folder.Path, "import", format, "data", "-o", "data/instances.json").ShouldFail("'data/instances.json' would replace the input 'data*instances.json'; name another output.");
    }

    [Fact]
    public void Import_PathThatNoFileHas_NamesTheRow()
    {
        _folder.Write("data.csv", "path,label\n1.png,cat\na\0b.png,dog\n").Write("rows.jsonl", "an older file");

        SavProcess.RunIn(_folder.Path, "import", "csv", "data.csv", "-o", "rows.jsonl").ShouldFail("'data.csv' row 3: the path of the image has a NUL character.");
    }

    [Fact]
    public void Import_UnknownFormat_NamesThem()
    {
        var sav = SavProcess.Run("import", "excel", "data.xlsx", "-o", "rows.jsonl");

        sav.ExitCode.Should().Be(2);
        sav.Error.Should().ContainAll("'excel'", "custom-vision", "teachable-machine", "label-studio", "coco");
    }

    [Fact]
    public void FitEvaluatePredict_OtherFormats_AreReadAsTheyAre()
    {
        ZipFile.CreateFromDirectory(model.Training, _folder.File("photos.zip"));
        _folder.WriteLines("test.csv", ["path,label", .. Directory.GetFiles(Path.Combine(model.Test, "bag")).Select(path => $"{path},bag")]);

        SavProcess.RunIn(_folder.Path, TrainedModel.Lmm, ["fit", "photos.zip", "--heads", "3"]).ShouldSucceed();
        var evaluate = SavProcess.RunIn(_folder.Path, "evaluate", "photos-model.zip", "test.csv", "--json");
        var predict = SavProcess.RunIn(_folder.Path, "predict", "photos-model.zip", Repository.Fixture("parquet", "hugging-face.parquet"), "photos.zip");

        evaluate.ShouldSucceed();
        evaluate.Json.GetProperty("examples").GetInt32().Should().Be(20);
        predict.ShouldSucceed();
        predict.Output.Should().Contain("hugging-face.parquet/coat-00.png\t").And.Contain("\nphotos.zip/bag/00.png\t");
        Directory.GetDirectories(_folder.File("tmp"), "sav-*").Should().BeEmpty("unpacked images are deleted");
    }

    public void Dispose() => _folder.Dispose();
}
