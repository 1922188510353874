using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Export;
using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;
using static Microsoft.ML.Sav.Onnx.Tests.Export.ClassifierNodesRun;

namespace Microsoft.ML.Sav.Onnx.Tests.Export;

/// <summary>The exported nodes compute what <see cref="RejectOption"/> computes.</summary>
public class RejectNodesTests
{
    private static readonly FeatureLayout AllKinds = new(
    [
        new(FeatureKind.Projector, 0, 0, 96), new(2, 3, 8), new(FeatureKind.TokenMean, 2, 3, 8), new(FeatureKind.VisionEncoder, 0, 0, 1280), new(0, 1, 4),
    ]);

    [Theory]
    [InlineData(2, 3)] // fewer examples than values of most features
    [InlineData(5, 30)] // more examples than values of most features
    public void Add_FeaturesOfAllKindsAndSizes_RejectAsTheOption(int classes, int shots)
    {
        var random = new Random(classes);
        var option = Train([.. Enumerable.Range(0, classes * shots).Select(i => i % classes)], _ => Vectors(random, AllKinds));

        var rejected = AssertEqual(option, [.. Enumerable.Range(0, 50).Select(_ => Vectors(random, AllKinds)), new float[AllKinds.VectorLength]]);

        rejected.Should().Contain(true).And.Contain(false);
    }

    [Fact]
    public void Add_ExamplesThatSpanDifferentSpaces_RejectAsTheOption()
    {
        var layout = new FeatureLayout([new(0, 0, 8), new(0, 1, 8)]);
        var random = new Random(3);
        var same = Vectors(random, layout);

        // Examples differ in two dimensions of the first head, in all of the second.
        var option = Train([0, 1, 0, 1, 0, 1], _ => [.. Vectors(random, layout)[..2], .. same[2..8], .. Vectors(random, layout)[8..]], layout);

        option.Features.Select(feature => feature.Distance.Dimensions).Should().OnlyHaveUniqueItems();
        AssertEqual(option, [.. Enumerable.Range(0, 20).Select(_ => Vectors(random, layout))]);
    }

    [Fact]
    public void Add_AllExamplesLookTheSame_RejectsNone()
    {
        var vectors = Vectors(new Random(1), AllKinds);
        var option = Train([0, 1, 0, 1], _ => vectors);

        AssertEqual(option, [vectors, Vectors(new Random(2), AllKinds)]).Should().Equal(false, false);
    }

    private static RejectOption Train(int[] classes, Func<int, float[]> create, FeatureLayout? layout = null)
    {
        using var support = new SupportSet(layout ?? AllKinds, classes.Max() + 1);
        foreach (var c in classes)
            support.Add(create(c), c);
        return RejectOption.Fit(support, support.Layout, 0.4, new ParallelOptions());
    }

    private static bool[] AssertEqual(RejectOption option, float[][] rows)
    {
        var length = option.Layout.VectorLength;
        var graph = new GraphProto { Name = "test", Input = { ValueInfoProto.Create("vectors", DataType.Float, "batch", length) } };
        new RejectNodes(graph, option).Add("vectors").Should().Be("rejected");
        var model = new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 13 } } };
        using var session = new InferenceSession(model.ToByteArray());
        using var outputs = session.Run([NamedOnnxValue.CreateFromTensor("vectors", new DenseTensor<float>(rows.SelectMany(row => row).ToArray(), [rows.Length, length]))]);
        var strangeness = outputs.Single(output => output.Name == "strangeness").AsTensor<float>().ToArray();
        var expected = Array.ConvertAll(rows, row => option.ComputeStrangeness(row));
        strangeness.Should().Equal(expected, (actual, value) => Math.Abs(actual - value) <= 1e-5 * Math.Max(1, Math.Abs(value)));
        bool[] rejected = [.. outputs.Single(output => output.Name == "rejected").AsTensor<bool>()];
        rejected.Should().Equal(expected.Select(option.IsRejected));
        return rejected;
    }
}
