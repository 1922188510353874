using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Lmm.Tests.Folders;

/// <summary>Folders of onnxruntime-genai, made from fixtures: files, inputs and outputs have other names, embeddings take the image features.</summary>
public sealed class GenAiLayoutTests : IDisposable
{
    private const int ImageToken = 417;
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Extract_MultimodalFolder_HasTheOriginalHeadVectors()
    {
        WriteMultimodal();
        using var model = MultimodalModel.Open(_folder.Path);
        using var extractor = model.CreateFeatureExtractor();

        foreach (var golden in GoldenCase.ReadAll("llava"))
        {
            model.PromptEncoder.Encode(golden.Prompt).TokenIds.Should().Equal(golden.TokenIds);
            RelativeError.Of(extractor.Extract(golden.Prompt), golden.Heads).Should().BeLessThan(1e-4);
        }
    }

    [Fact]
    public void ExportOnnx_MultimodalFolder_HasTheOriginalHeadVectors()
    {
        WriteMultimodal();
        using var model = MultimodalModel.Open(_folder.Path);
        var classifier = new SavClassifier(new ClassMeans(model.Heads, [new float[model.Heads.VectorLength]], [1]));

        model.ExportOnnx(_folder.File("classifier.onnx"), classifier, ["any"]);

        using var exported = new ExportedModel(_folder.File("classifier.onnx"));
        foreach (var golden in GoldenCase.ReadAll("llava").Where(golden => golden.Prompt.Images.Count == 1))
        {
            var pixels = model.PromptEncoder.Encode(golden.Prompt).Images[0].Tensors[0];
            var row = exported.Run(
                ExportedModel.Input("input_ids", golden.TokenIds.Select(id => (long)id), 1, golden.TokenIds.Length),
                ExportedModel.Input("pixels", (float[])pixels.Data, pixels.Shape)).Single();
            RelativeError.Of(row.HeadVectors, golden.Heads).Should().BeLessThan(1e-4);
        }
    }

    [Fact]
    public void Extract_TextFolderWithoutConfigJson_HasTheOriginalHeadVectors()
    {
        _folder.Copy("llama_text", "tokenizer.json").Copy("llama_text", "chat_template.jinja").Copy("llama_text", "onnx/model.onnx", "model.onnx");
        _folder.Write("genai_config.json", """
            {"model": {"type": "llama", "decoder": {"filename": "model.onnx", "head_size": 8, "hidden_size": 48, "num_attention_heads": 6,
             "num_hidden_layers": 4, "num_key_value_heads": 2, "outputs": {"present_value_names": "present.%d.value"}}}}
            """);
        using var model = MultimodalModel.Open(_folder.Path);
        using var extractor = model.CreateFeatureExtractor();

        foreach (var golden in GoldenCase.ReadAll("llama_text"))
            RelativeError.Of(extractor.Extract(golden.Prompt), golden.Heads).Should().BeLessThan(1e-4);
    }

    [Fact]
    public void Open_MissingFiles_NamesEach()
    {
        _folder.Write("genai_config.json", """{"model": {"type": "phi3v", "decoder": {"filename": "text.onnx"}, "embedding": {"filename": "embedding.onnx"}, "vision": {"filename": "vision.onnx"}}}""");

        FluentActions.Invoking(() => MultimodalModel.Open(_folder.Path)).Should().Throw<ModelFolderException>()
            .WithMessage($"*{_folder.Path}*tokenizer.json*text.onnx*embedding.onnx*vision.onnx*");
    }

    [Fact]
    public void Open_VisionPipeline_IsNotSupported()
    {
        _folder.Write("genai_config.json", """{"model": {"type": "qwen2_5_vl", "decoder": {"filename": "text.onnx"}, "vision": {"pipeline": []}}}""");

        FluentActions.Invoking(() => MultimodalModel.Open(_folder.Path)).Should().Throw<ModelFolderException>().WithMessage("*genai_config.json*vision*filename*");
    }

    [Theory]
    [InlineData("[1]", "*genai_config.json*object*")]
    [InlineData("{", "*genai_config.json*JSON*")]
    [InlineData("{}", "*genai_config.json*'model'*")]
    [InlineData("""{"model": {"decoder": {}}}""", "*genai_config.json*'filename'*")]
    [InlineData("""{"model": {"decoder": {"filename": "../other.onnx"}}}""", "*genai_config.json*'model.decoder.filename'*in the folder*")]
    public void Open_BrokenConfiguration_NamesTheKey(string json, string message)
    {
        _folder.Write("genai_config.json", json);

        FluentActions.Invoking(() => MultimodalModel.Open(_folder.Path)).Should().Throw<ModelFolderException>().WithMessage(message);
    }

    public void Dispose() => _folder.Dispose();

    private void WriteMultimodal()
    {
        foreach (var name in new[] { "config.json", "tokenizer.json", "tokenizer_config.json", "processor_config.json", "chat_template.jinja" })
            _folder.Copy("llava", name);
        GraphEditing.Read(Repository.Fixture("llava", "onnx", "vision_encoder.onnx"))
            .Rename(name => name switch { "pixel_values" => "pixels", "image_features" => "features", _ => name }).Write(_folder.File("vision.onnx"));
        GraphEditing.Read(Repository.Fixture("llava", "onnx", "decoder_genai_fp32.onnx"))
            .Rename(name => name.Replace("past_key_values.", "past_").Replace("present.", "kept_").Replace("inputs_embeds", "embeds")).Write(_folder.File("text.onnx"));
        var embeddings = GraphEditing.Read(Repository.Fixture("llava", "onnx", "embed_tokens.onnx")).Rename(name => name == "input_ids" ? "ids" : name);
        embeddings.Graph.MergeImageFeatures("ids", ImageToken, "inputs_embeds", "features", "merged");
        embeddings.Graph.Input.Add(ValueInfoProto.Create("features", DataType.Float, "features", "size"));
        embeddings.Graph.Output.Clear();
        embeddings.Graph.Output.Add(ValueInfoProto.Create("merged", DataType.Float, "batch", "tokens", 48));
        embeddings.Write(_folder.File("embedding.onnx"));
        _folder.Write("genai_config.json", """
            {"model": {"type": "llava",
              "decoder": {"filename": "text.onnx", "head_size": 16, "hidden_size": 48, "num_attention_heads": 6, "num_hidden_layers": 4, "num_key_value_heads": 2,
                "inputs": {"inputs_embeds": "embeds", "attention_mask": "attention_mask", "past_key_names": "past_%d.key", "past_value_names": "past_%d.value"},
                "outputs": {"logits": "logits", "present_key_names": "kept_%d.key", "present_value_names": "kept_%d.value"}},
              "embedding": {"filename": "embedding.onnx", "inputs": {"input_ids": "ids", "image_features": "features"}, "outputs": {"inputs_embeds": "merged"}},
              "vision": {"filename": "vision.onnx", "inputs": {"pixel_values": "pixels"}, "outputs": {"image_features": "features"}}}}
            """);
    }
}
