namespace Microsoft.ML.Sav.Lmm.Tests;

/// <summary>Head vectors equal those of the original models, in every form of the decoder.</summary>
public class ParityTests
{
    private const float FullPrecision = 1e-4f;
    private const float Quantised = 1e-3f;
    private const float Batched = 1e-5f;

    public static TheoryData<string, int> Cases => GoldenCase.All("llava", "smolvlm", "qwen2_vl", "llama_text", "gemma3");

    public static TheoryData<string> FullPrecisionDecoders => ["decoder_model_merged", "decoder_dynamo", "decoder_genai_fp32"];

    public static TheoryData<string, double> QuantisedDecoders => new()
    {
        { "decoder_genai_int4", EightBitRounding.Tolerance },
        { "decoder_model_merged_q4", EightBitRounding.Tolerance },
        { "decoder_model_merged_int8", Quantised },
        { "decoder_model_merged_fp16", Quantised },
        { "decoder_model_merged_bnb4", Quantised },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Encode_GoldenPrompt_HasTheSameTokenIds(string fixture, int index)
    {
        var golden = GoldenCase.Read(fixture, index);
        using var model = MultimodalModel.Open(Repository.Fixture(fixture));

        model.PromptEncoder.Render(golden.Prompt).Should().Be(golden.Rendered);
        model.PromptEncoder.Encode(golden.Prompt).TokenIds.Should().Equal(golden.TokenIds);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Extract_GoldenPrompt_HasTheSameHeadVectors(string fixture, int index)
    {
        var golden = GoldenCase.Read(fixture, index);
        using var model = MultimodalModel.Open(Repository.Fixture(fixture));
        using var extractor = model.CreateFeatureExtractor();

        LargestError(extractor, extractor.Extract(golden.Prompt), golden.Heads).Should().BeLessThan(FullPrecision);
    }

    [Theory, MemberData(nameof(FullPrecisionDecoders))]
    public void Extract_OtherExporter_HasTheSameHeadVectors(string decoder)
    {
        using var model = MultimodalModel.Open(Repository.Fixture("llava"), new LmmOptions { DecoderFile = decoder + ".onnx" });
        using var extractor = model.CreateFeatureExtractor();

        foreach (var golden in GoldenCase.ReadAll("llava"))
            LargestError(extractor, extractor.Extract(golden.Prompt), golden.Heads).Should().BeLessThan(FullPrecision);
    }

    [Theory, MemberData(nameof(QuantisedDecoders))]
    public void Extract_QuantisedDecoder_HasItsOwnHeadVectors(string decoder, double tolerance)
    {
        using var model = MultimodalModel.Open(Repository.Fixture("llava"), new LmmOptions { DecoderFile = decoder + ".onnx" });
        using var extractor = model.CreateFeatureExtractor();

        foreach (var golden in GoldenCase.ReadAll("llava"))
            LargestError(extractor, extractor.Extract(golden.Prompt), golden.HeadsOf("llava", decoder)).Should().BeLessThan((float)tolerance);
    }

    [Theory]
    [InlineData("llava", null)]
    [InlineData("llava", "decoder_genai_fp32.onnx")]
    [InlineData("llava", "decoder_genai_int4.onnx")]
    [InlineData("llava", "decoder_model_merged_int8.onnx")]
    [InlineData("llava", "decoder_model_merged_fp16.onnx")]
    [InlineData("smolvlm", null)]
    [InlineData("qwen2_vl", null)]
    [InlineData("llama_text", null)]
    [InlineData("gemma3", null)]
    public void ExtractAll_PromptsOfSeveralLengths_EqualsOneByOne(string fixture, string? decoder)
    {
        using var model = MultimodalModel.Open(Repository.Fixture(fixture), new LmmOptions { DecoderFile = decoder });
        using var extractor = model.CreateFeatureExtractor();
        var prompts = GoldenCase.ReadAll(fixture).Select(golden => golden.Prompt).ToList();

        float[][] vectors = [.. extractor.ExtractAll(prompts)];

        vectors.Should().HaveSameCount(prompts).And.NotBeEmpty();
        foreach (var (index, prompt) in prompts.Index())
            LargestError(extractor, vectors[index], extractor.Extract(prompt)).Should().BeLessThan(Batched);
    }

    /// <summary>Largest difference in a layer, relative to the layer's largest value; the largest of all layers.</summary>
    private static float LargestError(FeatureExtractor extractor, float[] actual, float[] expected)
    {
        actual.Should().HaveSameCount(expected);
        var layerLength = expected.Length / extractor.Layout.DistinctBy(head => head.Layer).Count();
        return actual.Chunk(layerLength).Zip(expected.Chunk(layerLength), (ours, golden) => ours.Zip(golden, (a, e) => Math.Abs(a - e)).Max() / golden.Max(Math.Abs)).Max();
    }
}
