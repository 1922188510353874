using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.Encoders;
using Microsoft.ML.Sav.Lmm.Folders;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Lmm.Sessions;
using Microsoft.ML.Sav.Onnx;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Lmm.Tests.Encoders;

/// <summary>Images of several prompts in one run of the vision encoder give what each gives by itself.</summary>
public sealed class ImageBatchEncoderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private static readonly LmmOptions Batches = new() { ImageBatchSize = 4, ImageThreadCount = 3 };

    [Theory]
    [InlineData("llava")]
    [InlineData("smolvlm")]
    [InlineData("qwen2_vl")]
    [InlineData("llama_text")]
    public void ExtractAll_GoldenPrompts_EqualsPromptsOneByOne(string fixture)
    {
        Prompt[] prompts = [.. GoldenCase.ReadAll(fixture).Select(golden => golden.Prompt)];
        using var model = MultimodalModel.Open(Repository.Fixture(fixture), Batches);
        using var extractor = model.CreateFeatureExtractor();

        var results = extractor.ExtractAll(prompts, prompt => prompt).ToList();

        results.Select(result => result.Item).Should().Equal(prompts);
        foreach (var result in results)
            RelativeError.Of(result.GetVectors(), extractor.Extract(result.Item)).Should().BeLessThan(1e-5);
    }

    [Fact]
    public void ExtractAll_EmbeddedLmm_EqualsPromptsOneByOne()
    {
        Prompt[] prompts = [.. Enumerable.Range(0, 4).Select(i => new Prompt("What is it?", [ImageInput.FromFile(Repository.Fixture("images", $"fashion-{i}.png"))]))];
        using var model = MultimodalModel.Open(Repository.EmbeddedLmm, Batches);
        using var extractor = model.CreateFeatureExtractor();

        var vectors = extractor.ExtractAll(prompts).ToList();

        vectors.Should().HaveSameCount(prompts);
        foreach (var (index, actual) in vectors.Index())
            RelativeError.Of(actual, extractor.Extract(prompts[index])).Should().BeLessThan(1e-2, "activations are rounded to 8 bits");
    }

    [Fact]
    public void ExtractAll_BrokenAndMissingImages_FailAlone()
    {
        using var model = MultimodalModel.Open(Repository.Fixture("llava"), Batches);
        using var extractor = model.CreateFeatureExtractor();
        var photo = ImageInput.FromFile(Repository.Fixture("images", "wide.png"));
        ImageInput[] images = [photo, ImageInput.FromFile("missing.png"), photo, ImageInput.FromBytes(new byte[] { 1, 2, 3 }), photo];

        var results = extractor.ExtractAll(images, image => new Prompt("What?", [image])).ToList();

        results.Select(result => result.Error is null).Should().Equal(true, false, true, false, true);
    }

    [Theory]
    [InlineData("image_features")]
    [InlineData("deepstack_features")] // of Qwen3-VL
    public void Encode_OutputThatDependsOnTheOtherImages_EncodesImagesOneByOne(string output)
    {
        using var encoder = OpenMixing(output);
        var prompts = ProcessImages();

        var features = new ImageBatchEncoder(() => encoder, batchSize: 4).Encode(prompts, CancellationToken.None);

        ExpectThoseOfSingleImages(features, encoder, prompts);
    }

    [Fact]
    public async Task Encode_BatchesAreRejectedWhileAnotherThreadStarts_EncodesImagesOneByOne()
    {
        using var encoder = OpenMixing("image_features");
        var prompts = ProcessImages();
        using var isStarted = new ManualResetEventSlim();
        using var isRejected = new ManualResetEventSlim();
        var isLate = new AsyncLocal<bool>();
        var batches = new ImageBatchEncoder(GetEncoder, batchSize: 4);

        var late = Task.Run(() =>
        {
            isLate.Value = true;
            return batches.Encode(prompts, CancellationToken.None);
        });
        isStarted.Wait();
        batches.Encode(prompts, CancellationToken.None);
        isRejected.Set();

        ExpectThoseOfSingleImages(await late, encoder, prompts);
        ExpectThoseOfSingleImages(batches.Encode(prompts, CancellationToken.None), encoder, prompts);

        VisionEncoder GetEncoder()
        {
            if (isLate.Value && !isStarted.IsSet)
            {
                isStarted.Set();
                isRejected.Wait(TimeSpan.FromSeconds(1)); // not set before the time is up if the two take turns
            }
            return encoder;
        }
    }

    public void Dispose() => _folder.Dispose();

    private static void ExpectThoseOfSingleImages(IReadOnlyList<Func<ImageFeatures>> features, VisionEncoder encoder, IReadOnlyList<IReadOnlyList<ProcessedImages>> prompts)
    {
        features.Should().HaveSameCount(prompts);
        foreach (var (index, prompt) in prompts.Index())
        {
            var (actual, expected) = (features[index](), encoder.Run(prompt, CancellationToken.None));
            actual.Values.Values.Should().Equal(expected.Values.Values);
            actual.Deepstack.Should().HaveSameCount(expected.Deepstack);
            foreach (var (name, values) in expected.Deepstack)
                actual.Deepstack[name].Values.Should().Equal(values.Values);
        }
    }

    private static IReadOnlyList<ProcessedImages>[] ProcessImages()
    {
        using var model = MultimodalModel.Open(Repository.Fixture("llava"));
        return [.. new[] { "wide.png", "photo.jpg" }.Select(name => model.PromptEncoder.ProcessImages([ImageInput.FromFile(Repository.Fixture("images", name)).Read()]))];
    }

    // llava's vision encoder, with the mean of all images added to an output
    private VisionEncoder OpenMixing(string output)
    {
        const string Features = "image_features";
        var model = GraphEditing.Read(Repository.Fixture("llava", "onnx", "vision_encoder.onnx")).Rename(name => name == Features ? "own" : name);
        model.Graph.Node.Add(NodeProto.Create("ReduceMean", "mean", ["own"], ("keepdims", 0)));
        model.Graph.Node.Add(NodeProto.Create("Add", output, ["own", "mean"]));
        if (output != Features)
        {
            model.Graph.Node.Add(NodeProto.Create("Identity", Features, ["own"]));
            model.Graph.Output.Add(new ValueInfoProto { Name = output });
        }
        model.Graph.Output[0].Name = Features;
        model.Write(_folder.File("vision_encoder.onnx"));
        var folder = new ModelFolder(Repository.Fixture("llava"), new LmmOptions());
        return new VisionEncoder(OnnxSession.Open(new OnnxFile(_folder.File("vision_encoder.onnx")), new LmmOptions()), folder.Family);
    }
}
