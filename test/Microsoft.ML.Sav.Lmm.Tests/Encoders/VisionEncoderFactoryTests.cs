using System.Runtime.InteropServices;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.Tests.Sessions.Optimized;
using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Lmm.Tests.Encoders;

/// <summary>A model stays usable, whether or not its vision encoder's rows before the projector can be had.</summary>
public sealed class VisionEncoderFactoryTests : IDisposable
{
    private const string Features = "image_features";
    private readonly TemporaryFolder _folder = new();
    private readonly Prompt _prompt = GoldenCase.Read("llava", 0).Prompt;

    [Fact]
    public void Features_NoProjectionAfterTheLastBlock_AreWithoutTheVisionEncoder()
    {
        using var model = Open(graph => AddBlock(graph, Features));

        ExpectMissing(model, "*no projection after the last residual block*");
        model.Warnings.Should().BeEmpty();
    }

    [Fact]
    public void Features_TensorOfAnUnsupportedType_AreWithoutTheVisionEncoder()
    {
        using var model = Open(graph =>
        {
            AddBlock(graph, "encoded");
            graph.Initializer.Add(TensorProto.Double("ones", [48, 48], Enumerable.Range(0, 48 * 48).Select(i => i % 49 == 0 ? 1.0 : 0)));
            graph.Node.Add(NodeProto.Create("Cast", "double", ["encoded"], ("to", (long)DataType.Double)));
            graph.Node.Add(NodeProto.Create("MatMul", "projected", ["double", "ones"]));
            graph.Node.Add(NodeProto.Create("Cast", Features, ["projected"], ("to", (long)DataType.Float)));
        });

        ExpectMissing(model, "*Double*");
        model.Warnings.Should().ContainSingle().Which.Should().Match("*vision encoder feature is left out*Double*");
    }

    [Fact]
    public void Features_OtherWeightsInAFileOfTheirOwn_AreCheckedAgain()
    {
        var weights = MemoryMarshal.AsBytes<float>([.. Enumerable.Range(0, 48 * 48).Select(i => i % 49 == 0 ? 1f : 0)]).ToArray();
        Directory.CreateDirectory(_folder.File("onnx"));
        File.WriteAllBytes(_folder.File("onnx/weights"), weights);
        using (var model = Open(AddProjection))
            model.Features.Select(feature => feature.Kind).Should().Contain(FeatureKind.VisionEncoder);
        File.WriteAllBytes(_folder.File("onnx/weights"), Array.ConvertAll(weights, _ => byte.MaxValue)); // NaN

        using var other = MultimodalModel.Open(_folder.Path);

        other.Features.Select(feature => feature.Kind).Should().NotContain(FeatureKind.VisionEncoder);
    }

    [Fact]
    public void Features_WeightsThatCouldNotBeRead_AreFoundNextTime()
    {
        Directory.CreateDirectory(_folder.File("onnx"));
        File.WriteAllBytes(_folder.File("onnx/weights"), new byte[48 * 48 * sizeof(float)]);
        using var model = Open(AddProjection);
        File.Move(_folder.File("onnx/weights"), _folder.File("away"));
        model.Invoking(it => it.Features).Should().Throw<IOException>();
        File.Move(_folder.File("away"), _folder.File("onnx/weights"));

        model.Features.Select(feature => feature.Kind).Should().Contain(FeatureKind.VisionEncoder);
    }

    [OptimizedModelFact]
    public void Extract_OptimizedModelFolder_HasTheSameFeatures()
    {
        using var plain = MultimodalModel.Open(Repository.Fixture("llava"));
        using var expected = plain.CreateFeatureExtractor(plain.Features);

        for (var time = 0; time < 2; time++)
        {
            using var model = MultimodalModel.Open(Repository.Fixture("llava"), new LmmOptions { OptimizedModelFolder = _folder.Path });
            using var extractor = model.CreateFeatureExtractor(model.Features);
            RelativeError.Of(extractor.Extract(_prompt), expected.Extract(_prompt)).Should().BeLessThan(1e-5);
            model.Warnings.Should().BeEmpty();
        }
    }

    [Fact]
    public void Extract_SecondQuestionAboutAnImage_RunsTheVisionEncoderOnce()
    {
        using var model = MultimodalModel.Open(Repository.Fixture("llava"));
        var layout = new FeatureLayout(model.Features.Where(feature => !feature.IsHead));
        using var extractor = model.CreateFeatureExtractor(layout);
        var image = ImageInput.FromFile(Repository.Fixture("images", "photo.jpg"));

        var vectors = extractor.Extract(new Prompt("What is it?", [image]));

        extractor.Extract(new Prompt("Where is it?", [image])).Should().Equal(vectors);
        model.ImageFeatureHits.Should().Be(1);
    }

    public void Dispose() => _folder.Dispose();

    private void ExpectMissing(MultimodalModel model, string reason)
    {
        model.Features.Select(feature => feature.Kind).Distinct().Should().Equal(FeatureKind.LastToken, FeatureKind.TokenMean, FeatureKind.Projector);
        model.MissingFeatures.Should().ContainSingle().Which.Should().Match(reason);
        using var extractor = model.CreateFeatureExtractor();
        RelativeError.Of(extractor.Extract(_prompt), GoldenCase.Read("llava", 0).Heads).Should().BeLessThan(1e-4, "image features are llava's");
    }

    // a residual block that adds nothing
    private static void AddBlock(GraphProto graph, string output)
    {
        graph.Initializer.Add(TensorProto.Float("zeros", [48, 48], new float[48 * 48]));
        graph.Node.Add(NodeProto.Create("MatMul", "nothing", ["once", "zeros"]));
        graph.Node.Add(NodeProto.Create("Add", output, ["once", "nothing"]));
    }

    private static void AddProjection(GraphProto graph)
    {
        AddBlock(graph, "encoded");
        var weights = new TensorProto { Name = "external", DataType = (int)DataType.Float, Dims = { 48, 48 } };
        new ExternalData("weights", 0, 48 * 48 * sizeof(float)).ApplyTo(weights);
        graph.Initializer.Add(weights);
        graph.Node.Add(NodeProto.Create("MatMul", Features, ["encoded", "external"]));
    }

    // llava, with more nodes after its image features, which are then called "once"
    private MultimodalModel Open(Action<GraphProto> extend)
    {
        foreach (var name in new[] { "config.json", "tokenizer.json", "tokenizer_config.json", "processor_config.json", "chat_template.jinja" })
            _folder.Copy("llava", name);
        foreach (var name in new[] { "embed_tokens", "decoder_model_merged" })
            _folder.Copy("llava", $"onnx/{name}.onnx");
        var vision = GraphEditing.Read(Repository.Fixture("llava", "onnx", "vision_encoder.onnx")).Rename(name => name == Features ? "once" : name);
        vision.Graph.Output[0].Name = Features;
        extend(vision.Graph);
        vision.Write(_folder.File("onnx/vision_encoder.onnx"));
        return MultimodalModel.Open(_folder.Path);
    }
}
