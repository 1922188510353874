using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Heads.Safetensors;

namespace Microsoft.ML.Sav.Onnx.Tests.HeadGraphs;

/// <summary>Every decoder file of the fixtures against the values of the model it was exported from.</summary>
public sealed class DecoderGraphGoldenTests
{
    // the highest that keeps fp16 decoders near their golden values, which were computed without
    private const GraphOptimizationLevel Level = GraphOptimizationLevel.ORT_ENABLE_EXTENDED;
    private const double FloatTolerance = 1e-4;
    private const double QuantizedTolerance = 1e-3;
    private const double SameMachineTolerance = 1e-5;

    public static TheoryData<string, string> FloatDecoders => new()
    {
        { "llava", "decoder_model_merged.onnx" },
        { "llava", "decoder_dynamo.onnx" },
        { "llava", "decoder_genai_fp32.onnx" },
        { "smolvlm", "decoder_model_merged.onnx" },
        { "qwen2_vl", "decoder_model_merged.onnx" },
        { "llama_text", "model.onnx" },
        { "gemma3", "decoder_model_merged.onnx" },
        { "gemma3", "decoder_dynamo.onnx" },
    };

    public static TheoryData<string, string, double> QuantizedDecoders => new()
    {
        { "llava", "decoder_genai_int4.onnx", EightBitRounding.Tolerance },
        { "llava", "decoder_model_merged_q4.onnx", EightBitRounding.Tolerance },
        { "llava", "decoder_model_merged_int8.onnx", QuantizedTolerance },
        { "llava", "decoder_model_merged_fp16.onnx", QuantizedTolerance },
        { "llava", "decoder_model_merged_bnb4.onnx", QuantizedTolerance },
    };

    public static IEnumerable<object[]> AllDecoders => FloatDecoders.Concat(QuantizedDecoders).Select(decoder => decoder[..2]);

    [Theory]
    [MemberData(nameof(AllDecoders))]
    public void Load_AnyExport_FindsTheGoldenTaps(string family, string file)
    {
        using var golden = new GoldenDecoder(family);

        var graph = golden.Load(file);

        graph.Taps.Select(tap => tap.Tensor).Should().Equal(golden.Taps(file));
        graph.LayersWithoutHeads.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(FloatDecoders))]
    public void Tap_FloatDecoder_ReturnsTheOriginalModelsHeadVectors(string family, string file)
    {
        using var golden = new GoldenDecoder(family);

        MaxRelativeError(golden, file, golden.Values, GraphOptimizationLevel.ORT_DISABLE_ALL).Should().BeLessThan(FloatTolerance);
        MaxRelativeError(golden, file, golden.Values, GraphOptimizationLevel.ORT_ENABLE_ALL).Should().BeLessThan(FloatTolerance);
    }

    [Theory]
    [MemberData(nameof(QuantizedDecoders))]
    public void Tap_QuantizedDecoder_ReturnsOnnxRuntimesOwnTensors(string family, string file, double tolerance)
    {
        using var golden = new GoldenDecoder(family);
        var values = SafetensorsFile.Read(Repository.Fixture(family, $"golden_{Path.GetFileNameWithoutExtension(file)}.safetensors"));

        MaxRelativeError(golden, file, values, Level).Should().BeLessThan(tolerance);
    }

    [Theory]
    [MemberData(nameof(AllDecoders))]
    public void Tap_AnyDecoder_ReturnsWhatTheWholeDecoderComputesHere(string family, string file)
    {
        using var golden = new GoldenDecoder(family);
        using var whole = new WholeDecoder(golden.PathOf(file), golden.Taps(file), Level);
        using var tapped = new HeadGraphSession(golden.Load(file).Tap(), Level);

        foreach (var prompt in golden.Cases.Select(name => golden.Prefill(name)))
            RelativeError.Of(tapped.Run(golden.Hints, prompt)[0], whole.Run(golden.Hints, prompt)).Should().BeLessThan(SameMachineTolerance);
    }

    private static double MaxRelativeError(GoldenDecoder golden, string file, SafetensorsFile values, GraphOptimizationLevel level)
    {
        using var session = new HeadGraphSession(golden.Load(file).Tap(), level);
        return golden.Cases.Max(name =>
            RelativeError.Of(session.Run(golden.Hints, golden.Prefill(name))[0], values.ReadSingle($"{name}.heads")));
    }
}
