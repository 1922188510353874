using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>
/// <see cref="SavClassifier.Score"/> as a graph: cosines of head vectors with class means, one vote per head, a share that breaks ties.
/// </summary>
internal sealed class SavNodes(GraphProto graph, SavClassifier classifier) : ClassifierNodes(graph, classifier)
{
    /// <inheritdoc/>
    public override string Add(string vectors)
    {
        var cosines = Builder.Cast("cosines", Cosines(vectors, classifier.Means), DataType.Double); // [batch, heads, classes]
        var nearest = Builder.Add("ArgMax", "nearest", [cosines], ("axis", 2)); // [batch, heads, 1]
        var classes = Builder.Constant("classes", [.. Enumerable.Range(0, Classes.Length)]);
        var votes = Builder.Cast("votes", Builder.Add("Equal", "is_vote", [nearest, classes]), DataType.Double); // [batch, heads, classes]
        var counts = Builder.Sum("counts", votes, axis: 1, keepDimension: false); // [batch, classes]
        var shares = classifier.TieRule == VoteTieRule.FirstVoted ? FirstVotedShares(votes, counts) : MeanCosineShares(cosines);
        var half = Builder.Add("Mul", "weighted_shares", [shares, Builder.Number("tie_break_weight", SavClassifier.TieBreakWeight)]);
        var scores = Builder.Add("Div", "shares_of_votes", [Builder.Add("Add", "votes_and_shares", [counts, half]), Builder.Number("total", Heads + SavClassifier.TieBreakWeight)]);
        return Builder.Cast("scores", ExpandToAllClasses(scores), DataType.Float);
    }

    // softmax of the mean cosines
    private string MeanCosineShares(string cosines)
    {
        var scale = 1 / (Heads * SavClassifier.Temperature);
        var powers = Builder.Add("Mul", "powers", [Builder.Sum("cosine_sums", cosines, axis: 1, keepDimension: false), Builder.Number("scale", scale)]);
        return Builder.Add("Softmax", "shares", [powers], ("axis", 1));
    }

    // the earlier the first vote for a class, the larger its share
    private string FirstVotedShares(string votes, string counts)
    {
        var first = Builder.Cast("first", Builder.Add("ArgMax", "first_vote", [votes], ("axis", 1), ("keepdims", 0)), DataType.Double);
        var ranks = Builder.Add("Sub", "ranks", [Builder.Number("heads", Heads), first]);
        var hasVotes = Builder.Add("Min", "has_votes", [counts, Builder.Number("one", 1)]);
        var points = Builder.Add("Mul", "points", [ranks, hasVotes]); // [batch, classes]
        return Builder.Add("Div", "shares", [points, Builder.Sum("point_sums", points, axis: 1)]);
    }
}
