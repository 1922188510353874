using Microsoft.ML.Sav.Heads.Storage;

namespace Microsoft.ML.Sav.Lmm.Tests.Graphs;

/// <summary>Every decoder file of the fixtures against the values of the model it was exported from.</summary>
public sealed class DecoderGraphGoldenTests
{
    private const double FloatTolerance = 1e-4;
    private const double QuantizedTolerance = 1e-3;

    public static TheoryData<string, string> FloatDecoders => new()
    {
        { "llava", "decoder_model_merged.onnx" },
        { "llava", "decoder_dynamo.onnx" },
        { "llava", "decoder_genai_fp32.onnx" },
        { "smolvlm", "decoder_model_merged.onnx" },
        { "qwen2_vl", "decoder_model_merged.onnx" },
        { "llama_text", "model.onnx" },
    };

    public static TheoryData<string, string> QuantizedDecoders => new()
    {
        { "llava", "decoder_genai_int4.onnx" },
        { "llava", "decoder_model_merged_fp16.onnx" },
        { "llava", "decoder_model_merged_int8.onnx" },
        { "llava", "decoder_model_merged_q4.onnx" },
        { "llava", "decoder_model_merged_bnb4.onnx" },
    };

    [Theory]
    [MemberData(nameof(FloatDecoders))]
    [MemberData(nameof(QuantizedDecoders))]
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

        MaxRelativeError(golden, file, golden.Values, optimize: false).Should().BeLessThan(FloatTolerance);
        MaxRelativeError(golden, file, golden.Values, optimize: true).Should().BeLessThan(FloatTolerance);
    }

    [Theory]
    [MemberData(nameof(QuantizedDecoders))]
    public void Tap_QuantizedDecoder_ReturnsOnnxRuntimesOwnTensors(string family, string file)
    {
        using var golden = new GoldenDecoder(family);
        var values = new SafetensorsFile(Repository.Fixture(family, $"golden_{Path.GetFileNameWithoutExtension(file)}.safetensors"));

        MaxRelativeError(golden, file, values, optimize: false).Should().BeLessThan(QuantizedTolerance);
    }

    private static double MaxRelativeError(GoldenDecoder golden, string file, SafetensorsFile values, bool optimize)
    {
        using var session = new HeadGraphSession(golden.Load(file).Tap(), optimize);
        return golden.Cases.Max(name =>
            RelativeError.Of(session.Run(golden.Hints, golden.Prefill(name))[0], values.ReadSingle($"{name}.heads")));
    }
}
