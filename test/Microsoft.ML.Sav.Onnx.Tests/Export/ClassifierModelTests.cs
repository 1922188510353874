using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Heads.Safetensors;
using Microsoft.ML.Sav.Onnx.Export;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Tests.Export;

/// <summary>One graph of pixels and token ids returns the head vectors of the original models, and their scores.</summary>
public class ClassifierModelTests
{
    private static readonly string[] Names = ["first", "second", "third"];

    public static TheoryData<string, string, double> Decoders => new()
    {
        { "llava", "decoder_model_merged", 1e-4 },
        { "llava", "decoder_dynamo", 1e-4 },
        { "llava", "decoder_genai_fp32", 1e-4 },
        { "llava", "decoder_genai_int4", EightBitRounding.Tolerance },
        { "llava", "decoder_model_merged_fp16", 2e-3 },
        { "llava", "decoder_model_merged_q4", EightBitRounding.Tolerance },
        { "llama_text", "model", 1e-4 },
        { "smolvlm", "decoder_model_merged", 1e-4 },
        { "qwen2_vl", "decoder_model_merged", 1e-4 },
    };

    [Theory, MemberData(nameof(Decoders))]
    public void Create_GoldenPrompts_ReturnsTheirHeadVectorsAndScores(string family, string decoder, double tolerance)
    {
        using var golden = new GoldenDecoder(family);
        var (classifier, positions) = Classifier(golden.Load(decoder + ".onnx").Layout);
        using var exported = new ExportedModel(Export(golden, decoder, classifier).ToByteArray());

        foreach (var name in Runnable(golden))
        {
            var row = exported.Run(Inputs(golden, exported, name)).Should().ContainSingle().Subject;

            var expected = golden.Load(decoder + ".onnx").Layout.Gather(Heads(golden, decoder, name), positions);
            RelativeError.Of(row.HeadVectors, expected).Should().BeLessThan(tolerance, name);
            AssertScores(row, classifier);
        }
    }

    [Theory]
    [InlineData("llava", "decoder_model_merged")]
    [InlineData("llava", "decoder_genai_fp32")]
    [InlineData("llama_text", "model")]
    public void Create_PaddedBatch_ReturnsWhatSingleRowsReturn(string family, string decoder)
    {
        using var golden = new GoldenDecoder(family);
        var (classifier, _) = Classifier(golden.Load(decoder + ".onnx").Layout);
        using var exported = new ExportedModel(Export(golden, decoder, classifier).ToByteArray());
        string[] names = Runnable(golden);
        var rows = names.Select(name => golden.Values.ReadInt64($"{name}.input_ids")).ToArray();
        var tokens = rows.Max(row => row.Length);

        List<NamedOnnxValue> inputs =
        [
            ExportedModel.Input("input_ids", rows.SelectMany(row => Pad(row, tokens)), rows.Length, tokens),
            ExportedModel.Input("attention_mask", rows.SelectMany(row => Pad([.. row.Select(_ => 1L)], tokens)), rows.Length, tokens),
        ];
        if (exported.Inputs.Contains("pixel_values"))
        {
            var images = names.Select(name => $"{name}.pixel_values").Where(golden.Values.Contains).ToArray();
            inputs.Add(ExportedModel.Input("pixel_values", images.SelectMany(golden.Values.ReadSingle), images.Sum(image => golden.Values.GetShape(image)[0]), 3, 32, 32));
        }
        var batch = exported.Run(inputs);

        batch.Should().HaveSameCount(names);
        foreach (var (index, name) in names.Index())
        {
            var row = batch[index];
            var single = exported.Run(Inputs(golden, exported, name)).Single();
            row.Label.Should().Be(single.Label);
            RelativeError.Of(row.HeadVectors, single.HeadVectors).Should().BeLessThan(1e-5, name);
        }
    }

    [Fact]
    public void Create_FewerImageFeaturesThanPlaceholders_FailsWhenRun()
    {
        using var golden = new GoldenDecoder("llava");
        var (classifier, _) = Classifier(golden.Load("decoder_model_merged.onnx").Layout);
        using var exported = new ExportedModel(Export(golden, "decoder_model_merged", classifier).ToByteArray());
        var inputs = Inputs(golden, exported, golden.Cases[0]);
        var ids = golden.Values.ReadInt64($"{golden.Cases[0]}.input_ids");
        inputs[0] = ExportedModel.Input("input_ids", [.. ids, ids[^1], .. ids], 1, (ids.Length * 2) + 1);

        exported.Invoking(model => model.Run(inputs)).Should().Throw<OnnxRuntimeException>().WithMessage("*ScatterND*");
    }

    [Fact]
    public void Create_WithoutImages_LeavesTheVisionEncoderOut()
    {
        using var golden = new GoldenDecoder("llava");
        var (classifier, _) = Classifier(golden.Load("decoder_model_merged.onnx").Layout);

        var graphs = Graphs(golden, "decoder_model_merged", classifier) with { VisionEncoder = null };
        using var exported = new ExportedModel(ClassifierModel.Create(graphs, classifier, Names).ToByteArray());

        exported.Inputs.Should().Equal("input_ids");
    }

    [Fact]
    public void Create_UnknownInput_NamesIt()
    {
        using var golden = new GoldenDecoder("llava");
        var (classifier, _) = Classifier(golden.Load("decoder_model_merged.onnx").Layout);
        var graphs = Graphs(golden, "decoder_model_merged", classifier) with { Embeddings = null };

        FluentActions.Invoking(() => ClassifierModel.Create(graphs, classifier, Names))
            .Should().Throw<OnnxModelException>().WithMessage("*'inputs_embeds'*");
    }

    private static ModelProto Export(GoldenDecoder golden, string decoder, SavClassifier classifier) =>
        ClassifierModel.Create(Graphs(golden, decoder, classifier), classifier, Names);

    private static LmmGraphs Graphs(GoldenDecoder golden, string decoder, SavClassifier classifier) => new(
        golden.Load(decoder + ".onnx").Tap(classifier.Layout), new OnnxFile(golden.PathOf(decoder + ".onnx")), new CacheInputs(golden.Hints))
    {
        Embeddings = IfExists(golden.PathOf("embed_tokens.onnx")),
        VisionEncoder = IfExists(golden.PathOf("vision_encoder.onnx")),
        ImageTokenId = golden.ImageTokenId,
    };

    // heads of several layers, not in their order
    private static (SavClassifier Classifier, int[] Positions) Classifier(FeatureLayout all)
    {
        var random = new Random(3);
        int[] positions = [all.Count - 2, 1, 0, all.Count / 2];
        var layout = all.Subset(positions);
        var means = Names.Select(_ => Enumerable.Range(0, layout.VectorLength).Select(_ => random.NextSingle() - 0.5f).ToArray()).ToArray();
        return (new SavClassifier(new ClassMeans(layout, means, [1, 1, 1])), positions);
    }

    private static List<NamedOnnxValue> Inputs(GoldenDecoder golden, ExportedModel exported, string name)
    {
        var ids = golden.Values.ReadInt64($"{name}.input_ids");
        List<NamedOnnxValue> inputs = [ExportedModel.Input("input_ids", ids, 1, ids.Length)];
        foreach (var input in exported.Inputs.Except(["input_ids"]))
        {
            var tensor = $"{name}.{input}";
            inputs.Add(input switch
            {
                "position_ids" => ExportedModel.Input(input, golden.Prefill(name).Positions.SelectMany(axis => axis), 3, 1, ids.Length),
                "pixel_attention_mask" => ExportedModel.Input(input, Array.ConvertAll(golden.Values.ReadInt64(tensor), value => value != 0), golden.Values.GetShape(tensor)),
                "image_grid_thw" => ExportedModel.Input(input, golden.Values.ReadInt64(tensor), golden.Values.GetShape(tensor)),
                _ when golden.Values.Contains(tensor) => ExportedModel.Input(input, golden.Values.ReadSingle(tensor), golden.Values.GetShape(tensor)),
                _ => ExportedModel.Input(input, new float[3 * 32 * 32], 1, 3, 32, 32), // any image does for a prompt without
            });
        }
        return inputs;
    }

    private static float[] Heads(GoldenDecoder golden, string decoder, string name)
    {
        var quantised = Repository.Fixture(golden.Family, $"golden_{decoder}.safetensors");
        return (File.Exists(quantised) ? SafetensorsFile.Read(quantised) : golden.Values).ReadSingle($"{name}.heads");
    }

    private static void AssertScores(ExportedRow row, SavClassifier classifier)
    {
        var expected = new float[classifier.ClassCount];
        classifier.Score(row.HeadVectors, expected);
        row.Scores.Should().HaveSameCount(expected);
        row.Scores.Zip(expected, (a, e) => Math.Abs(a - e)).Max().Should().BeLessThan(1e-5f);
        row.LabelIndex.Should().Be(Array.IndexOf(expected, expected.Max()));
        row.Label.Should().Be(Names[row.LabelIndex]);
    }

    // Qwen2-VL's and SmolVLM's vision encoders take no prompt without images, Qwen2-VL's takes one image a run
    private static string[] Runnable(GoldenDecoder golden) => [.. golden.Cases.Where(name => golden.Family switch
    {
        "qwen2_vl" => golden.Values.Contains($"{name}.image_grid_thw") && golden.Values.GetShape($"{name}.image_grid_thw")[0] == 1,
        "smolvlm" => golden.Values.Contains($"{name}.pixel_values"),
        _ => true,
    })];

    private static long[] Pad(long[] row, int length) => [.. row, .. new long[length - row.Length]];

    private static OnnxFile? IfExists(string path) => File.Exists(path) ? new OnnxFile(path) : null;
}
