namespace Microsoft.ML.Sav.Tests;

/// <summary>ML.NET's own export to ONNX, which cannot hold an LMM.</summary>
[Collection(PhotoClassifierCollection.Name)]
public class ConvertToOnnxTests(PhotoClassifier classifier)
{
    [Fact]
    public void ConvertToOnnx_PipelineWithSav_ThrowsAndNamesExportOnnx()
    {
        using var stream = new MemoryStream();

        classifier.Context.Model.Invoking(model => model.ConvertToOnnx(classifier.Pipeline, classifier.TrainingData, stream))
            .Should().Throw<NotSupportedException>().WithMessage("*SavTransformer.ExportOnnx*");
        stream.Length.Should().Be(0);
    }

    [Fact]
    public void ConvertToOnnx_TransformerAlone_ThrowsAndNamesExportOnnx()
    {
        var data = classifier.Context.LoadWithKeys(Photo.Training());
        using var stream = new MemoryStream();

        classifier.Context.Model.Invoking(model => model.ConvertToOnnx(classifier.Transformer, data, stream))
            .Should().Throw<NotSupportedException>().WithMessage("*SavTransformer.ExportOnnx*");
    }
}
