using Microsoft.ML.Sav.Lmm.Configuration;

namespace Microsoft.ML.Sav.Lmm.Tests.Configuration;

public sealed class TransformersLayoutTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(null, "onnx/decoder_model_merged.onnx", "onnx/decoder_model_merged.onnx", "onnx/decoder_model_merged_q4.onnx")]
    [InlineData(null, "onnx/decoder_model_merged_fp16.onnx", "onnx/decoder_model_merged_q4.onnx", "onnx/decoder_model_merged_fp16.onnx")]
    [InlineData(null, "onnx/decoder_model_merged.onnx", "onnx/decoder_model_merged.onnx", "onnx/decoder_model.onnx")]
    [InlineData(null, "decoder_model_merged.onnx", "decoder_model_merged.onnx", "onnx/embed_tokens.onnx")]
    [InlineData(null, "onnx/model_quantized.onnx", "onnx/model_quantized.onnx")]
    [InlineData("q4", "onnx/decoder_model_merged_q4.onnx", "onnx/decoder_model_merged.onnx", "onnx/decoder_model_merged_q4.onnx")]
    [InlineData("q8", "onnx/model_quantized.onnx", "onnx/model.onnx", "onnx/model_quantized.onnx")]
    [InlineData("fp32", "onnx/model.onnx", "onnx/model.onnx", "onnx/model_q4f16.onnx")]
    [InlineData("bnb4", "model_bnb4.onnx", "model_bnb4.onnx", "model.onnx")]
    public void Find_SeveralDecoders_TakesTheMostPreciseOrTheOneAskedFor(string? precision, string expected, params string[] files)
    {
        WriteText(files);

        Find(new LmmOptions { Precision = precision }).Decoder.Path.Should().Be(_folder.File(expected));
    }

    [Fact]
    public void Find_VisionEncoderInAnotherPrecision_IsTaken()
    {
        WriteText("onnx/decoder_model_merged_q4.onnx", "onnx/embed_tokens_fp16.onnx", "onnx/vision_encoder.onnx", "preprocessor_config.json");

        var files = Find(new LmmOptions { Precision = "q4" });

        files.Embeddings!.Path.Should().Be(_folder.File("onnx/embed_tokens_fp16.onnx"));
        files.VisionEncoder!.Path.Should().Be(_folder.File("onnx/vision_encoder.onnx"));
    }

    [Fact]
    public void Find_DecoderFile_LiesInEitherFolder()
    {
        WriteText("onnx/decoder_model_merged.onnx", "mine.onnx");

        Find(new LmmOptions { DecoderFile = "mine.onnx" }).Decoder.Path.Should().Be(_folder.File("mine.onnx"));
    }

    [Fact]
    public void All_WeightsBesideTheDecoder_AreNamed()
    {
        WriteText("onnx/model.onnx", "onnx/model.onnx_data", "onnx/model_q4.onnx", "README.md");

        Find(new LmmOptions()).All.Should().BeEquivalentTo(
            [_folder.File("config.json"), _folder.File("tokenizer.json"), _folder.File("onnx/model.onnx"), _folder.File("onnx/model.onnx_data")]);
    }

    [Fact]
    public void Find_EmptyFolder_NamesEveryFile() => Missing(new LmmOptions(), "*config.json*tokenizer.json*decoder_model_merged.onnx*model.onnx*none*");

    [Fact]
    public void Find_VisionEncoderAlone_NamesWhatItNeeds()
    {
        WriteText("onnx/vision_encoder.onnx");

        Missing(new LmmOptions(), "*decoder_model_merged.onnx*vision_encoder.onnx*embed_tokens.onnx*preprocessor_config.json*");
    }

    [Fact]
    public void Find_DecoderFileThatIsMissing_NamesIt()
    {
        WriteText("onnx/model.onnx");

        Missing(new LmmOptions { DecoderFile = "other.onnx" }, "*'other.onnx'*");
    }

    [Fact]
    public void Find_PrecisionThatIsMissing_NamesIt()
    {
        WriteText("onnx/model.onnx");

        Missing(new LmmOptions { Precision = "q4" }, "*'q4'*model.onnx*");
    }

    [Fact]
    public void Find_NoFolder_NamesIt() =>
        FluentActions.Invoking(() => ModelFiles.Find(_folder.File("none"), new LmmOptions())).Should().Throw<DirectoryNotFoundException>().WithMessage("*none*");

    [Fact]
    public void Find_AFile_SaysThatItIsOne() =>
        FluentActions.Invoking(() => ModelFiles.Find(_folder.Write("model.onnx", "").File("model.onnx"), new LmmOptions()))
            .Should().Throw<DirectoryNotFoundException>().WithMessage("*model.onnx*is a file*");

    public void Dispose() => _folder.Dispose();

    private ModelFiles Find(LmmOptions options) => ModelFiles.Find(_folder.Path, options);

    private void Missing(LmmOptions options, string message) =>
        FluentActions.Invoking(() => Find(options)).Should().Throw<FileNotFoundException>().WithMessage(message);

    private void WriteText(params string[] files)
    {
        foreach (var file in files.Append("config.json").Append("tokenizer.json"))
            _folder.Write(file, "{}");
    }
}
