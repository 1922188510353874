using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary><see cref="LinearClassifier.Score"/> as a graph: features divided by their lengths, one matrix product, a softmax.</summary>
internal sealed class LinearNodes(GraphProto graph, LinearClassifier classifier) : ClassifierNodes(graph, classifier)
{
    /// <inheritdoc/>
    public override string Add(string vectors)
    {
        var weights = TensorProto.Float("weights", [Classes.Length, Layout.VectorLength], Classes.SelectMany(c => classifier.GetWeights(c).ToArray()));
        var biases = TensorProto.Float("biases", [Classes.Length], Classes.Select(c => classifier.Biases[c]));
        var logits = Builder.Add("Gemm", "logits", [Normalize(vectors), Builder.Constant(weights), Builder.Constant(biases)], ("transB", 1));
        var scores = Builder.Add("Softmax", "probabilities", [Builder.Cast("double_logits", logits, DataType.Double)], ("axis", 1)); // [batch, classes]
        return Builder.Cast("scores", ExpandToAllClasses(scores), DataType.Float);
    }

    // Features differ much in size, so lengths are a product with a matrix of ones and zeros instead of sums over padded features.
    private string Normalize(string vectors)
    {
        long[] positions = [.. Layout.SelectMany((feature, position) => Enumerable.Repeat((long)position, feature.Size))];
        var isOfFeature = new float[positions.Length * Layout.Count];
        foreach (var (value, position) in positions.Index())
            isOfFeature[(value * Layout.Count) + position] = 1;
        var squares = Builder.Add("Mul", "squares", [vectors, vectors]);
        var sums = Builder.Add("MatMul", "square_lengths", [squares, Builder.Constant(TensorProto.Float("is_of_feature", [positions.Length, Layout.Count], isOfFeature))]);
        var lengths = Builder.Add("Sqrt", "lengths", [sums]); // [batch, features]
        var hasLength = Builder.Add("Greater", "has_length", [lengths, Builder.Constant(TensorProto.Float("no_length", [], [0]))]);
        var divisors = Builder.Add("Where", "divisors", [hasLength, lengths, Builder.Constant(TensorProto.Float("one", [], [1]))]);
        var perValue = Builder.Add("Gather", "divisors_per_value", [divisors, Builder.Constant("positions", positions)], ("axis", 1));
        return Builder.Add("Div", "normalized", [vectors, perValue]);
    }
}
