namespace Microsoft.ML.Sav.Tool.Tests.Files;

public sealed class ModelFileNameTests(TrainedModel model) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("data/photos", "photos.zip")]
    [InlineData("data/photos/", "photos.zip")]
    [InlineData("data/photos/..", "data.zip")]
    [InlineData("data/photos.v2/", "photos.v2.zip")]
    [InlineData("data/claims.jsonl", "claims.zip")]
    [InlineData("data/claims.zip", "claims-model.zip")]
    [InlineData("/", "model.zip")]
    public void Fit_NoOutput_NamesTheModelAfterTheData(string data, string expected)
    {
        Directory.CreateDirectory(_folder.File("data/photos"));
        Directory.CreateDirectory(_folder.File("data/photos.v2"));

        Tool.Files.ModelFileName.Create(Path.Combine(_folder.Path, data)).Should().Be(expected);
    }

    [Fact]
    public void Fit_NoOutput_ReplacesAnEarlierModelButNoOtherFile()
    {
        _folder.CopyFolder(model.Training, "photos");
        File.Copy(model.File, _folder.File("photos.zip"));
        SavProcess.RunIn(_folder.Path, TrainedModel.Lmm, ["fit", "photos", "--heads", "3"]).ShouldSucceed();
        File.ReadAllBytes(_folder.File("photos.zip")).Should().NotEqual(File.ReadAllBytes(model.File));

        File.WriteAllText(_folder.File("photos.zip"), "my holidays");

        SavProcess.RunIn(_folder.Path, TrainedModel.Lmm, ["fit", "photos"]).ShouldFail("'photos.zip' exists and is no model of sav; name the file to write with -o.");
    }

    public void Dispose() => _folder.Dispose();
}
