using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx;
using Microsoft.ML.Sav.Onnx.HeadGraphs;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Lmm.Tests.Folders;

/// <summary>One ONNX file that takes pixels and token ids and returns head vectors (<see cref="HeadGraphFormat"/>), made from the LLaVA fixture.</summary>
public sealed class SingleFileTests : IDisposable
{
    private const int ImageToken = 417;
    private readonly TemporaryFolder _folder = new();

    public SingleFileTests()
    {
        foreach (var name in new[] { "config.json", "tokenizer.json", "tokenizer_config.json", "processor_config.json", "chat_template.jinja" })
            _folder.Copy("llava", name);
    }

    [Fact]
    public void Extract_PixelsAndIdsInOneGraph_HasTheOriginalHeadVectors()
    {
        Compose().Write(_folder.File("model.onnx"));
        using var model = MultimodalModel.Open(_folder.Path);
        using var extractor = model.CreateFeatureExtractor();

        foreach (var golden in GoldenCase.ReadAll("llava").Take(9)) // the last case has no image, which this graph needs
            RelativeError.Of(extractor.Extract(golden.Prompt), golden.Heads).Should().BeLessThan(1e-4);
        extractor.ExtractAll(GoldenCase.ReadAll("llava").Take(3).Select(golden => golden.Prompt)).Should().HaveCount(3);
    }

    [Fact]
    public void Extract_SomeHeads_EqualsTheirPartOfAllHeads()
    {
        Compose().Write(_folder.File("model.onnx"));
        int[] positions = [13, 2, 5];
        using var model = MultimodalModel.Open(_folder.Path);
        using var some = model.CreateFeatureExtractor(model.Heads.Subset(positions));
        var golden = GoldenCase.Read("llava", 0);

        some.Layout.Should().Equal(model.Heads.Subset(positions));
        RelativeError.Of(some.Extract(golden.Prompt), model.Heads.Gather(golden.Heads, positions)).Should().BeLessThan(1e-4);
    }

    [Fact]
    public void CreateFeatureExtractor_HeadThatTheFileLacks_Throws()
    {
        Compose().Write(_folder.File("model.onnx"));
        using var model = MultimodalModel.Open(_folder.Path);

        model.Invoking(it => it.CreateFeatureExtractor(new FeatureLayout([new Feature(9, 0, 16)]))).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Extract_NoImageForAGraphThatNeedsOne_NamesTheInput()
    {
        Compose().Write(_folder.File("model.onnx"));
        using var model = MultimodalModel.Open(_folder.Path);
        using var extractor = model.CreateFeatureExtractor();

        extractor.Invoking(it => it.Extract(new Prompt("What?", []))).Should().Throw<PromptException>().WithMessage("*model.onnx*pixel_values*");
    }

    [Fact]
    public void ExportOnnx_DecoderThatEncodesImages_IsRefused()
    {
        Compose().Write(_folder.File("model.onnx"));
        using var model = MultimodalModel.Open(_folder.Path);
        var layout = model.Heads.Subset([0]);
        var classifier = new LinearClassifier(layout, [new float[layout.VectorLength], new float[layout.VectorLength]], [0, 1], [1, 1]);

        model.Invoking(it => it.ExportOnnx(_folder.File("classifier.onnx"), classifier, ["a", "b"]))
            .Should().Throw<NotSupportedException>().WithMessage("*cannot be exported*pixel_values*").WithInnerException<OnnxModelException>();
        _folder.Files.Should().NotContain("classifier.onnx");
    }

    [Fact]
    public void Open_MetadataWithoutHeadVectors_Throws()
    {
        var model = GraphEditing.Read(Repository.Fixture("llava", "onnx", "decoder_model_merged.onnx"));
        model.MetadataProps.Add(new StringStringEntryProto { Key = HeadGraphFormat.LayoutKey, Value = "[[0,0,16]]" });
        model.Write(_folder.File("model.onnx"));

        FluentActions.Invoking(() => MultimodalModel.Open(_folder.Path)).Should().Throw<ModelFolderException>().WithMessage("*model.onnx*head_vectors*");
    }

    public void Dispose() => _folder.Dispose();

    private static ModelProto Compose()
    {
        var decoder = DecoderGraph.Load(Repository.Fixture("llava", "onnx", "decoder_model_merged.onnx")).Tap();
        var whole = ModelProto.Parser.ParseFrom(decoder.Bytes);
        var vision = Part("vision_encoder.onnx", "pixel_values");
        var embeddings = Part("embed_tokens.onnx", "input_ids");
        var decoderNodes = whole.Graph.Node.ToList();
        whole.Graph.Node.Clear();
        foreach (var part in new[] { vision, embeddings })
        {
            whole.Graph.Initializer.Add(part.Graph.Initializer);
            whole.Graph.Node.Add(part.Graph.Node);
            whole.Graph.Input.Add(part.Graph.Input);
        }
        whole.Graph.Initializer.Add(TensorProto.Int64("feature_rows", -1, 48));
        whole.Graph.Node.Add(NodeProto.Create("Reshape", "features", ["vision_encoder.onnx/image_features", "feature_rows"]));
        whole.Graph.MergeImageFeatures("input_ids", ImageToken, "embed_tokens.onnx/inputs_embeds", "features", "inputs_embeds");
        whole.Graph.Node.Add(decoderNodes);
        whole.Graph.Input.Remove(whole.Graph.Input.Single(input => input.Name == "inputs_embeds"));
        return whole;
    }

    private static ModelProto Part(string file, string input) =>
        GraphEditing.Read(Repository.Fixture("llava", "onnx", file)).Rename(name => name == input ? name : $"{file}/{name}");
}
