using Microsoft.ML.Sav.Lmm.Tests.Graphs;

namespace Microsoft.ML.Sav.Lmm.Tests.Sessions;

public class OnnxSessionTests
{
    // transformers.js calls Qwen2-VL's image_grid_thw grid_thw
    [Fact]
    public void Extract_GridUnderItsOtherName_HasTheOriginalHeadVectors()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "config.json", "tokenizer.json", "tokenizer_config.json", "preprocessor_config.json", "chat_template.jinja", "onnx/embed_tokens.onnx", "onnx/decoder_model_merged.onnx" })
            folder.Copy("qwen2_vl", name);
        GraphEditing.Read(Repository.Fixture("qwen2_vl", "onnx", "vision_encoder.onnx"))
            .Rename(name => name == "image_grid_thw" ? "grid_thw" : name).Write(folder.File("onnx/vision_encoder.onnx"));
        using var model = MultimodalModel.Open(folder.Path);
        using var extractor = model.CreateHeadExtractor();
        var golden = GoldenCase.Read("qwen2_vl", 6);

        RelativeError.Of(extractor.Extract(golden.Prompt), golden.Heads).Should().BeLessThan(1e-4);
    }
}
