using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Lmm.Tests;

/// <summary>Features besides heads at the last token, against means of what plain ONNX Runtime computes from the untouched files.</summary>
public class FeatureTests
{
    private const double Tolerance = 1e-4;
    private const double HalfPrecision = 1e-3;

    /// <summary>The tensor that the projector of each fixture's vision encoder takes, as its exporter named it, and sizes of both features.</summary>
    private static readonly Dictionary<string, (string Tensor, int VisionEncoder, int Projector)> ProjectorInputs = new()
    {
        ["llava"] = ("/Slice_output_0", 32, 48),
        ["smolvlm"] = ("/connector/Reshape_3_output_0", 512, 48),
        ["qwen2_vl"] = ("/merger/Reshape_output_0", 128, 48),
        ["gemma3"] = ("/multi_modal_projector/mm_soft_emb_norm/Mul_1_output_0", 32, 48),
        ["smollm2-135m-vision"] = ("/Transpose_output_0", 1280, 576),
    };

    public static TheoryData<string, string> Decoders => new()
    {
        { "llava", "decoder_model_merged.onnx" },
        { "llava", "decoder_dynamo.onnx" },
        { "llava", "decoder_genai_fp32.onnx" },
        { "llava", "decoder_genai_int4.onnx" },
        { "llava", "decoder_model_merged_q4.onnx" },
        { "llava", "decoder_model_merged_int8.onnx" },
        { "llava", "decoder_model_merged_fp16.onnx" },
        { "llava", "decoder_model_merged_bnb4.onnx" },
        { "smolvlm", "decoder_model_merged.onnx" },
        { "qwen2_vl", "decoder_model_merged.onnx" },
        { "gemma3", "decoder_model_merged.onnx" },
        { "gemma3", "decoder_dynamo.onnx" },
        { "llama_text", "model.onnx" },
        { "smollm2-135m-vision", "decoder_model_merged.onnx" },
    };

    public static TheoryData<string> Multimodal => [.. ProjectorInputs.Keys];

    [Theory, MemberData(nameof(Multimodal))]
    public void Features_MultimodalModel_AreOfAllKinds(string fixture)
    {
        using var model = Open(fixture);

        model.MissingFeatures.Should().BeEmpty();
        model.Features.Should().Equal(
        [
            .. model.Heads,
            .. model.Heads.Select(head => head with { Kind = FeatureKind.TokenMean }),
            new Feature(FeatureKind.VisionEncoder, 0, 0, ProjectorInputs[fixture].VisionEncoder),
            new Feature(FeatureKind.Projector, 0, 0, ProjectorInputs[fixture].Projector),
        ]);
        model.Warnings.Should().BeEmpty();
    }

    [Fact]
    public void Features_TextModel_AreHeadsOnly()
    {
        using var model = Open("llama_text");

        model.Features.Select(feature => feature.Kind).Distinct().Should().Equal(FeatureKind.LastToken, FeatureKind.TokenMean);
        model.MissingFeatures.Should().ContainSingle().Which.Should().Contain("text only");
    }

    [Theory, MemberData(nameof(Decoders))]
    public void Extract_HeadsAveragedOverTokens_AreMeansOfTheWholeDecodersTensors(string fixture, string decoder)
    {
        using var golden = OpenGolden(fixture);
        using var whole = new WholeDecoder(golden.PathOf(decoder), golden.Taps(decoder), GraphOptimizationLevel.ORT_ENABLE_EXTENDED);
        using var model = Open(fixture, new LmmOptions { DecoderFile = decoder });
        using var extractor = model.CreateFeatureExtractor(Select(model, FeatureKind.TokenMean));

        var errors = golden.Cases.Select((name, index) => RelativeError.Of(
            extractor.Extract(GoldenCase.Read(fixture, index).Prompt), whole.RunMeans(golden.Hints, golden.Prefill(name), golden.ImageTokenId)));

        errors.Should().NotBeEmpty().And.AllSatisfy(error => error.Should().BeLessThan(ToleranceOf(decoder, fixture)));
    }

    [Theory, MemberData(nameof(Multimodal))]
    public void Extract_ImageFeatures_AreMeansOfThePlainVisionEncodersTensors(string fixture)
    {
        using var golden = OpenGolden(fixture);
        using var model = Open(fixture);
        using var visionEncoder = model.CreateFeatureExtractor(Select(model, FeatureKind.VisionEncoder));
        using var projector = model.CreateFeatureExtractor(Select(model, FeatureKind.Projector));

        foreach (var (index, name) in golden.Cases.Index())
        {
            var prompt = GoldenCase.Read(fixture, index).Prompt;
            ExpectMean(visionEncoder.Extract(prompt), golden.AverageImageRows(name, ProjectorInputs[fixture].Tensor), prompt);
            ExpectMean(projector.Extract(prompt), golden.AverageImageRows(name), prompt);
        }
    }

    [Theory, MemberData(nameof(Decoders))]
    public void Extract_AllFeatures_EqualsEachKindByItself(string fixture, string decoder)
    {
        using var model = Open(fixture, new LmmOptions { DecoderFile = decoder });
        using var all = model.CreateFeatureExtractor(model.Features);
        var prompt = GoldenCase.Read(fixture, 0).Prompt;

        var vectors = all.Extract(prompt);

        foreach (var kind in model.Features.Select(feature => feature.Kind).Distinct())
        {
            using var alone = model.CreateFeatureExtractor(Select(model, kind));
            ExpectNear(model.Features.Gather(vectors, model.Features.FindPositions(kind)), alone.Extract(prompt), ToleranceOf(decoder, fixture));
        }
    }

    [Theory]
    [InlineData("llava")]
    [InlineData("qwen2_vl")]
    [InlineData("smollm2-135m-vision")]
    public void Extract_SomeFeaturesInAnyOrder_ReturnsTheirPartOfAll(string fixture)
    {
        using var model = Open(fixture);
        var features = model.Features;
        int[] positions = [features.Count - 1, 1, features.Count / 2 + 3, features.Count - 2, 0, features.Count / 2 + 1];
        using var all = model.CreateFeatureExtractor(features);
        using var some = model.CreateFeatureExtractor(features.Subset(positions));
        var prompt = GoldenCase.Read(fixture, 0).Prompt;

        var vectors = some.Extract(prompt);

        some.Layout.Should().Equal(positions.Select(position => features[position]));
        RelativeError.Of(vectors, features.Gather(all.Extract(prompt), positions)).Should().BeLessThan(Tolerance);
    }

    [Theory]
    [InlineData("llava", null)]
    [InlineData("llava", "decoder_genai_fp32.onnx")]
    [InlineData("llava", "decoder_dynamo.onnx")]
    [InlineData("smolvlm", null)]
    [InlineData("qwen2_vl", null)]
    [InlineData("gemma3", null)]
    [InlineData("llama_text", null)]
    public void ExtractAll_PromptsOfSeveralLengths_EqualsOneByOne(string fixture, string? decoder)
    {
        using var model = Open(fixture, new LmmOptions { DecoderFile = decoder, ImageBatchSize = 3 });
        using var extractor = model.CreateFeatureExtractor(model.Features);
        Prompt[] prompts = [.. GoldenCase.ReadAll(fixture).Select(golden => golden.Prompt)];

        float[][] vectors = [.. extractor.ExtractAll(prompts)];

        vectors.Should().HaveSameCount(prompts).And.NotBeEmpty();
        foreach (var (index, prompt) in prompts.Index())
            RelativeError.Of(vectors[index], extractor.Extract(prompt)).Should().BeLessThan(1e-5);
    }

    [Fact]
    public void Extract_DisposedBeforeTheFirstRowThatTheCacheLacks_Throws()
    {
        using var folder = new TemporaryFolder();
        using var model = Open("llama_text");
        var extractor = model.CreateFeatureExtractor(options: new FeatureExtractorOptions { FeatureCacheFolder = folder.Path });

        extractor.Dispose();

        extractor.Invoking(it => it.Extract(new Prompt("What?", []))).Should().Throw<ObjectDisposedException>();
        extractor.Invoking(it => it.ExtractAll([new Prompt("What?", [])]).ToList()).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Extract_ImageFeaturesOnly_RunsNoDecoder()
    {
        using var model = Open("llava");
        using var extractor = model.CreateFeatureExtractor(Select(model, FeatureKind.VisionEncoder));

        var vectors = extractor.ExtractAll(GoldenCase.ReadAll("llava").Select(golden => golden.Prompt)).ToList();

        vectors.Should().NotBeEmpty();
        extractor.TokenCount.Should().Be(0);
    }

    [Fact]
    public void Extract_PromptWithoutImage_HasImageFeaturesOfZeros()
    {
        using var model = Open("llava");
        using var extractor = model.CreateFeatureExtractor(new FeatureLayout(model.Features.Where(feature => !feature.IsHead)));

        extractor.Extract(new Prompt("What is it?", [])).Should().AllBeEquivalentTo(0f);
    }

    [Fact]
    public void CreateFeatureExtractor_MissingFeature_ThrowsWithTheReason()
    {
        using var model = Open("llama_text");

        model.Invoking(it => it.CreateFeatureExtractor(new FeatureLayout([new Feature(FeatureKind.VisionEncoder, 0, 0, 32)])))
            .Should().Throw<ArgumentException>().WithMessage("*vision*text only*");
    }

    [Fact]
    public void Extract_CachedFeatures_ServeTheirSubsets()
    {
        using var folder = new TemporaryFolder();
        var options = new FeatureExtractorOptions { FeatureCacheFolder = folder.Path };
        using var model = Open("llava");
        var prompt = GoldenCase.Read("llava", 0).Prompt;
        using var all = model.CreateFeatureExtractor(model.Features, options);
        var expected = all.Extract(prompt);

        foreach (var kind in Enum.GetValues<FeatureKind>())
        {
            using var some = model.CreateFeatureExtractor(Select(model, kind), options);
            var found = some.ExtractAll([prompt], item => item).Single();
            found.IsFromCache.Should().BeTrue();
            found.GetVectors().Should().Equal(model.Features.Gather(expected, model.Features.FindPositions(kind)));
        }
    }

    [Fact]
    public void Extract_PrefixCaching_StepsAsideForMeans()
    {
        using var model = Open("llava", new LmmOptions { PrefixCaching = true });
        using var plain = Open("llava");
        using var extractor = model.CreateFeatureExtractor(Select(model, FeatureKind.TokenMean));
        using var expected = plain.CreateFeatureExtractor(extractor.Layout);
        var prompt = GoldenCase.Read("llava", 0).Prompt;

        extractor.Extract(prompt).Should().Equal(expected.Extract(prompt));
        model.Warnings.Should().ContainSingle().Which.Should().Contain("averaged over tokens");
    }

    private static void ExpectMean(float[] actual, double[] expected, Prompt prompt)
    {
        if (prompt.Images.Count == 0)
            actual.Should().OnlyContain(value => value == 0);
        else
            ExpectNear(actual, Array.ConvertAll(expected, value => (float)value), Tolerance);
    }

    // the projector of gemma3's fixture has weights of zero
    private static void ExpectNear(float[] actual, float[] expected, double tolerance) =>
        TensorPrimitives.Distance<float>(actual, expected).Should().BeLessThanOrEqualTo((float)tolerance * TensorPrimitives.Norm<float>(expected));

    private static double ToleranceOf(string decoder, string fixture) =>
        decoder.Contains("fp16") || decoder.Contains("int8") ? HalfPrecision
        : decoder.Contains("int4") || decoder.Contains("q4") || fixture.StartsWith("smollm2", StringComparison.Ordinal) ? EightBitRounding.Tolerance
        : Tolerance;

    private static FeatureLayout Select(MultimodalModel model, FeatureKind kind) => model.Features.Subset(model.Features.FindPositions(kind));

    private static MultimodalModel Open(string fixture, LmmOptions? options = null) => MultimodalModel.Open(Folder(fixture), options);

    private static GoldenDecoder OpenGolden(string fixture) => new(fixture, Folder(fixture));

    private static string Folder(string fixture) => fixture == "smollm2-135m-vision" ? Repository.EmbeddedLmm : Repository.Fixture(fixture);
}
