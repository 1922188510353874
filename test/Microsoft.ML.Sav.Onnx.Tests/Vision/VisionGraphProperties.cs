using FsCheck;
using FsCheck.Xunit;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Onnx.Vision;

namespace Microsoft.ML.Sav.Onnx.Tests.Vision;

/// <summary>Whatever names and order a vision encoder's nodes have, its tap has the values that the original's has, and its features stay.</summary>
public class VisionGraphProperties
{
    private static readonly (string Family, string Tensor)[] Fixtures =
    [
        ("llava", "/Slice_output_0"), ("smolvlm", "/connector/Reshape_3_output_0"), ("qwen2_vl", "/merger/Reshape_output_0"),
        ("gemma3", "/multi_modal_projector/mm_soft_emb_norm/Mul_1_output_0"),
    ];

    [Property(MaxTest = 8)]
    public void Create_MutatedFixture_ReturnsTheOriginalsRows(NonNegativeInt fixture, int seed, bool isShuffled)
    {
        var (family, tensor) = Fixtures[fixture.Get % Fixtures.Length];
        using var golden = new GoldenDecoder(family);
        using var folder = new TemporaryFolder();
        var (random, path) = (new Random(seed), folder.File("vision_encoder.onnx"));
        var model = GraphEditing.Read(golden.PathOf("vision_encoder.onnx")).InsertIdentities(random, 0.1);
        var kept = model.Graph.Input.Concat(model.Graph.Output).Select(info => info.Name).ToHashSet();
        model.Rename(name => kept.Contains(name) ? name : $"{name.GetHashCode(StringComparison.Ordinal):x}/{name}");
        if (isShuffled)
            model.ShuffleNodes(random);
        foreach (var node in model.Graph.Node)
            node.Name = "";
        model.Write(path);

        var tap = VisionEncoderInfo.Read(new OnnxFile(path)).Tap!;
        using var session = new InferenceSession(VisionGraph.Create(path, tap).Bytes);

        session.OutputNames.Should().Equal(model.Graph.Output[0].Name, tap.Tensor);
        foreach (var name in golden.Cases)
        {
            Expect(golden.AverageImageRows(name, session, tap.Tensor), golden.AverageImageRows(name, tensor));
            Expect(golden.AverageImageRows(name, session, session.OutputNames[0]), golden.AverageImageRows(name));
        }
    }

    private static void Expect(double[] actual, double[] expected)
    {
        actual.Should().HaveSameCount(expected);
        foreach (var (i, value) in expected.Index())
            actual[i].Should().BeApproximately(value, 1e-5 * Math.Max(1, expected.Max(Math.Abs)));
    }
}
