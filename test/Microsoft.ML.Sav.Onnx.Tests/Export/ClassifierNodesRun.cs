using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Export;
using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Tests.Export;

/// <summary>Runs the exported nodes of a classifier in ONNX Runtime.</summary>
internal static class ClassifierNodesRun
{
    /// <summary>Heads of different sizes.</summary>
    public static FeatureLayout Layout { get; } = new([new(0, 1, 4), new(2, 0, 8), new(2, 3, 8), new(5, 1, 4)]);

    public static float[] Vectors(Random random, FeatureLayout? layout = null) => [.. Enumerable.Range(0, (layout ?? Layout).VectorLength).Select(_ => random.NextSingle() - 0.5f)];

    public static float[][] AssertEqualScores(FeatureClassifier classifier, float[][] vectors)
    {
        var scores = Run(classifier, vectors);
        scores.Should().HaveSameCount(vectors);
        foreach (var (row, actual) in vectors.Zip(scores))
        {
            actual.Should().HaveCount(classifier.ClassCount);
            var expected = new float[classifier.ClassCount];
            classifier.Score(row, expected);
            actual.Zip(expected, (a, e) => Math.Abs(a - e)).Max().Should().BeLessThan(1e-5f);
            Array.IndexOf(actual, actual.Max()).Should().Be(Array.IndexOf(expected, expected.Max()));
        }
        return scores;
    }

    private static float[][] Run(FeatureClassifier classifier, float[][] vectors)
    {
        var graph = new GraphProto { Name = "test", Input = { ValueInfoProto.Create("vectors", DataType.Float, "batch", classifier.Layout.VectorLength) } };
        var scores = ClassifierNodes.Create(graph, classifier).Add("vectors");
        graph.Output.Add(ValueInfoProto.Create(scores, DataType.Float, "batch", classifier.ClassCount));
        var model = new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 13 } } };
        using var session = new InferenceSession(model.ToByteArray());
        var input = new DenseTensor<float>(vectors.SelectMany(row => row).ToArray(), [vectors.Length, classifier.Layout.VectorLength]);
        using var outputs = session.Run([NamedOnnxValue.CreateFromTensor("vectors", input)]);
        return [.. outputs[0].AsTensor<float>().ToArray().Chunk(classifier.ClassCount)];
    }
}
