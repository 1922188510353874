using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Export;
using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Tests.Export;

/// <summary>The exported nodes compute what <see cref="SavClassifier.Score"/> computes.</summary>
public class ClassifierNodesTests
{
    private static readonly FeatureLayout Layout = new([new(0, 1, 4), new(2, 0, 8), new(2, 3, 8), new(5, 1, 4)]);

    [Theory]
    [InlineData(VoteTieRule.MeanCosine, 1)]
    [InlineData(VoteTieRule.MeanCosine, 2)]
    [InlineData(VoteTieRule.MeanCosine, 7)]
    [InlineData(VoteTieRule.FirstVoted, 1)]
    [InlineData(VoteTieRule.FirstVoted, 2)]
    [InlineData(VoteTieRule.FirstVoted, 7)]
    public void Add_RandomVectors_ScoresAsTheClassifier(VoteTieRule rule, int classes)
    {
        var random = new Random(classes);
        var means = Enumerable.Range(0, classes).Select(_ => Vectors(random)).ToArray();
        var classifier = Classifier(means, [.. Enumerable.Repeat(3, classes)], rule);

        AssertEqualScores(classifier, [.. Enumerable.Range(0, 50).Select(_ => Vectors(random))]);
    }

    [Theory]
    [InlineData(VoteTieRule.MeanCosine)]
    [InlineData(VoteTieRule.FirstVoted)]
    public void Add_ClassesWithoutExamples_ScoreZero(VoteTieRule rule)
    {
        var random = new Random(5);
        var means = Enumerable.Range(0, 4).Select(_ => Vectors(random)).ToArray();
        var classifier = Classifier(means, [0, 2, 0, 1], rule);

        var scores = AssertEqualScores(classifier, [.. Enumerable.Range(0, 20).Select(_ => Vectors(random))]);

        scores.Should().AllSatisfy(row => (row[0], row[2]).Should().Be((0, 0)));
    }

    [Theory]
    [InlineData(VoteTieRule.MeanCosine)]
    [InlineData(VoteTieRule.FirstVoted)]
    public void Add_VectorsAndMeansOfNoLength_HaveTheCosineZero(VoteTieRule rule)
    {
        var random = new Random(6);
        var means = new[] { Vectors(random), new float[Layout.VectorLength], Vectors(random) };

        AssertEqualScores(Classifier(means, [1, 1, 1], rule), [new float[Layout.VectorLength], Vectors(random), [.. means[0].Select(value => -value)]]);
    }

    [Theory]
    [InlineData(VoteTieRule.MeanCosine)]
    [InlineData(VoteTieRule.FirstVoted)]
    public void Add_TiedVotes_AreSettledAsByTheClassifier(VoteTieRule rule)
    {
        var random = new Random(7);
        var means = Enumerable.Range(0, 2).Select(_ => Vectors(random)).ToArray();
        // two heads are nearest to each class
        float[] tied = [.. Layout.Slice(means[1], 0), .. Layout.Slice(means[0], 1), .. Layout.Slice(means[1], 2), .. Layout.Slice(means[0], 3)];
        var classifier = Classifier(means, [1, 1], rule);
        classifier.Vote(tied).Should().Equal(1, 0, 1, 0);

        AssertEqualScores(classifier, [tied]);
    }

    private static SavClassifier Classifier(float[][] means, int[] counts, VoteTieRule rule) => new(new ClassMeans(Layout, means, counts), rule);

    private static float[] Vectors(Random random) => [.. Enumerable.Range(0, Layout.VectorLength).Select(_ => random.NextSingle() - 0.5f)];

    private static float[][] AssertEqualScores(SavClassifier classifier, float[][] vectors)
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

    private static float[][] Run(SavClassifier classifier, float[][] vectors)
    {
        var graph = new GraphProto { Name = "test", Input = { ValueInfoProto.Create("vectors", DataType.Float, "batch", Layout.VectorLength) } };
        var scores = new ClassifierNodes(graph, classifier).Add("vectors");
        graph.Output.Add(ValueInfoProto.Create(scores, DataType.Float, "batch", classifier.ClassCount));
        var model = new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 13 } } };
        using var session = new InferenceSession(model.ToByteArray());
        var input = new DenseTensor<float>(vectors.SelectMany(row => row).ToArray(), [vectors.Length, Layout.VectorLength]);
        using var outputs = session.Run([NamedOnnxValue.CreateFromTensor("vectors", input)]);
        return [.. outputs[0].AsTensor<float>().ToArray().Chunk(classifier.ClassCount)];
    }
}
