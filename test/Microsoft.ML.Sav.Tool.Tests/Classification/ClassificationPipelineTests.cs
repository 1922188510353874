using System.IO.Compression;
using Microsoft.ML.Sav.Tool.Classification;

namespace Microsoft.ML.Sav.Tool.Tests.Classification;

public sealed class ClassificationPipelineTests(TrainedModel model) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("TransformerChain/Transform_001/Model.key")]
    [InlineData("TransformerChain/Model.key")]
    public void Load_DamagedModel_NamesFileAndCause(string entry)
    {
        var path = _folder.File("damaged.zip");
        File.Copy(model.File, path);
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            using var stream = zip.GetEntry(entry)!.Open();
            stream.SetLength(stream.Length / 4);
        }

        FluentActions.Invoking(() => ClassificationPipeline.Load(path, gpu: null, fallbackToCpu: false, CancellationToken.None))
            .Should().Throw<InvalidDataException>().WithMessage($"'{path}' is not an ML.NET model that can be read: *")
            .And.Message.Should().NotContain("Error during class instantiation");
    }

    public void Dispose() => _folder.Dispose();
}
