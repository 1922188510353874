using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.Folders;

namespace Microsoft.ML.Sav.Lmm.Tests.Folders;

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

    // LiquidAI/LFM2.5-VL-1.6B-ONNX
    [Theory]
    [InlineData(null, "onnx/decoder_fp16.onnx", "onnx/embed_images_fp16.onnx")]
    [InlineData("q8", "onnx/decoder_q8.onnx", "onnx/embed_images_q8.onnx")]
    [InlineData("q4", "onnx/decoder_q4.onnx", "onnx/embed_images_fp16.onnx")]
    public void Find_NamesOfLiquidAI_AreKnown(string? precision, string decoder, string visionEncoder)
    {
        WriteText(
            "onnx/decoder_fp16.onnx", "onnx/decoder_q4.onnx", "onnx/decoder_q8.onnx", "onnx/embed_images_fp16.onnx", "onnx/embed_images_q8.onnx",
            "onnx/embed_tokens_fp16.onnx", "processor_config.json");

        var files = Find(new LmmOptions { Precision = precision });

        files.Decoder.Path.Should().Be(_folder.File(decoder));
        files.VisionEncoder!.Path.Should().Be(_folder.File(visionEncoder));
        files.Embeddings!.Path.Should().Be(_folder.File("onnx/embed_tokens_fp16.onnx"));
    }

    [Fact]
    public void Find_DecoderFile_LiesInEitherFolder()
    {
        WriteText("onnx/decoder_model_merged.onnx", "mine.onnx");

        Find(new LmmOptions { DecoderFile = "mine.onnx" }).Decoder.Path.Should().Be(_folder.File("mine.onnx"));
    }

    // the embeddings of the multimodal model that a text-only decoder lies beside
    [Fact]
    public void Find_DecoderWhoseEmbeddingsAreMissing_TakesTheOneThatTakesTokenIds()
    {
        WriteText();
        _folder.Copy("llava", "onnx/decoder_model_merged.onnx").Copy("llama_text", "onnx/model.onnx");

        Find(new LmmOptions()).Decoder.Path.Should().Be(_folder.File("onnx/model.onnx"));
    }

    [Fact]
    public void Find_DecoderWithEmbeddings_ComesBeforeOneThatTakesTokenIds()
    {
        WriteText();
        _folder.Copy("llava", "onnx/decoder_model_merged.onnx").Copy("llava", "onnx/embed_tokens.onnx").Copy("llama_text", "onnx/model.onnx");

        Find(new LmmOptions()).Decoder.Path.Should().Be(_folder.File("onnx/decoder_model_merged.onnx"));
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

    public void Dispose() => _folder.Dispose();

    private ModelFiles Find(LmmOptions options)
    {
        var missing = new MissingFiles(_folder.Path);
        var files = ModelFiles.Find(new ConfigurationFiles(_folder.Path), options, missing);
        missing.ThrowIfAny();
        return files;
    }

    private void Missing(LmmOptions options, string message) =>
        FluentActions.Invoking(() => Find(options)).Should().Throw<ModelFolderException>().WithMessage(message);

    private void WriteText(params string[] files)
    {
        foreach (var file in files.Append("config.json").Append("tokenizer.json"))
            _folder.Write(file, "{}");
    }
}
