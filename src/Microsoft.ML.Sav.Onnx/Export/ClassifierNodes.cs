using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>
/// <see cref="SavClassifier.Score"/> as a graph: cosines of head vectors with class means, one vote per head, a share that breaks ties.
/// NaN is not handled.
/// </summary>
internal sealed class ClassifierNodes
{
    private const float LeastLength = 1e-30f; // the cosine of zero vectors is 0
    private readonly GraphBuilder _builder;
    private readonly SavClassifier _classifier;
    private readonly int[] _classes; // classes with examples; others have no mean and score 0

    public ClassifierNodes(GraphProto graph, SavClassifier classifier)
    {
        _builder = new GraphBuilder(graph, "classifier/");
        _classifier = classifier;
        _classes = [.. Enumerable.Range(0, classifier.ClassCount).Where(c => classifier.Means.GetExampleCount(c) > 0)];
    }

    private int Heads => _classifier.Layout.Count;

    /// <summary>Adds the scores, float32 [batch, classes].</summary>
    /// <param name="headVectors">The tensor with head vectors, float32 [batch, sum of head sizes].</param>
    public string Add(string headVectors)
    {
        var cosines = _builder.Cast("cosines", Cosines(headVectors), DataType.Double); // [batch, heads, classes]
        var nearest = _builder.Add("ArgMax", "nearest", [cosines], ("axis", 2)); // [batch, heads, 1]
        var classes = _builder.Constant("classes", [.. Enumerable.Range(0, _classes.Length)]);
        var votes = _builder.Cast("votes", _builder.Add("Equal", "is_vote", [nearest, classes]), DataType.Double); // [batch, heads, classes]
        var counts = Sum("counts", votes, keepDimension: false); // [batch, classes]
        var shares = _classifier.TieRule == VoteTieRule.FirstVoted ? FirstVotedShares(votes, counts) : MeanCosineShares(cosines);
        var half = _builder.Add("Mul", "weighted_shares", [shares, Number("tie_break_weight", SavClassifier.TieBreakWeight)]);
        var scores = _builder.Add("Div", "shares_of_votes", [_builder.Add("Add", "votes_and_shares", [counts, half]), Number("total", Heads + SavClassifier.TieBreakWeight)]);
        return _builder.Cast("scores", ExpandToAllClasses(scores), DataType.Float);
    }

    private string Cosines(string headVectors)
    {
        var size = _classifier.Layout.Max(head => head.Size);
        var padded = _builder.Add("Pad", "padded", [headVectors, _builder.Constant("padding", 0, 0, 0, 1)]); // a zero at the end, to which smaller heads are padded
        var elements = Enumerable.Range(0, Heads).SelectMany(position => Elements(position, size));
        var vectors = _builder.Add("Gather", "vectors", [padded, _builder.Constant(TensorProto.Int64("elements", [Heads, 1, size], elements))], ("axis", 1));
        var squares = _builder.Add("Mul", "squares", [vectors, vectors]); // [batch, heads, 1, size]
        var lengths = _builder.Add("Sqrt", "lengths", [Sum("square_lengths", squares, axis: 3)]);
        var divisors = _builder.Add("Max", "divisors", [lengths, _builder.Constant(TensorProto.Float("least_length", [], [LeastLength]))]);
        var means = TensorProto.Float("directions", [Heads, size, _classes.Length], Directions(size));
        var products = _builder.Add("MatMul", "products", [vectors, _builder.Constant(means)]); // [batch, heads, 1, classes]
        return _builder.Add("Squeeze", "float_cosines", [_builder.Add("Div", "ratios", [products, divisors]), _builder.Constant("row_axis", 2)]);
    }

    private IEnumerable<long> Elements(int position, int size) => Enumerable.Range(0, size)
        .Select(i => (long)(i < _classifier.Layout[position].Size ? _classifier.Layout.GetOffset(position) + i : _classifier.Layout.VectorLength));

    // class means, normalized: [heads, size, classes]
    private float[] Directions(int size)
    {
        var directions = new float[Heads * size * _classes.Length];
        for (var position = 0; position < Heads; position++)
        {
            foreach (var (column, c) in _classes.Index())
            {
                var mean = _classifier.Layout.Slice(_classifier.Means.GetMean(c), position);
                var length = TensorPrimitives.Norm(mean);
                for (var i = 0; i < mean.Length && length > 0; i++)
                    directions[(((position * size) + i) * _classes.Length) + column] = mean[i] / length;
            }
        }
        return directions;
    }

    // softmax of the mean cosines
    private string MeanCosineShares(string cosines)
    {
        var scale = 1 / (Heads * SavClassifier.Temperature);
        var powers = _builder.Add("Mul", "powers", [Sum("cosine_sums", cosines, keepDimension: false), Number("scale", scale)]);
        return _builder.Add("Softmax", "shares", [powers], ("axis", 1));
    }

    // the earlier the first vote for a class, the larger its share
    private string FirstVotedShares(string votes, string counts)
    {
        var first = _builder.Cast("first", _builder.Add("ArgMax", "first_vote", [votes], ("axis", 1), ("keepdims", 0)), DataType.Double);
        var ranks = _builder.Add("Sub", "ranks", [Number("heads", Heads), first]);
        var hasVotes = _builder.Add("Min", "has_votes", [counts, Number("one", 1)]);
        var points = _builder.Add("Mul", "points", [ranks, hasVotes]); // [batch, classes]
        return _builder.Add("Div", "shares", [points, Sum("point_sums", points, axis: 1)]);
    }

    private string ExpandToAllClasses(string scores)
    {
        if (_classes.Length == _classifier.ClassCount)
            return scores;
        var places = new double[_classes.Length * _classifier.ClassCount];
        foreach (var (row, c) in _classes.Index())
            places[(row * _classifier.ClassCount) + c] = 1;
        return _builder.Add("MatMul", "all_scores", [scores, _builder.Constant(TensorProto.Double("places", [_classes.Length, _classifier.ClassCount], places))]);
    }

    private string Sum(string name, string tensor, int axis = 1, bool keepDimension = true) =>
        _builder.Add("ReduceSum", name, [tensor, _builder.Constant($"{name}_axis", axis)], ("keepdims", keepDimension ? 1 : 0));

    private string Number(string name, double value) => _builder.Constant(TensorProto.Double(name, value));
}
