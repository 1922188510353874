using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary><see cref="CalmClassifier.Score"/> as a graph: the softmax of each head's cosines with class means, weighted per head and class.</summary>
internal sealed class CalmNodes(GraphProto graph, CalmClassifier classifier) : ClassifierNodes(graph, classifier)
{
    /// <inheritdoc/>
    public override string Add(string vectors)
    {
        var cosines = Builder.Cast("cosines", Cosines(vectors, classifier.Means), DataType.Double); // [batch, heads, classes]
        var logits = Builder.Add("Div", "logits", [cosines, Builder.Number("temperature", classifier.Temperature)]);
        var probabilities = Builder.Add("Softmax", "probabilities", [logits], ("axis", 2));
        var weights = PerHeadAndClass("weights", (position, c) => classifier.GetWeights(position)[c]);
        var sums = Builder.Sum("sums", Builder.Add("Mul", "weighted", [probabilities, weights]), axis: 1, keepDimension: false); // [batch, classes]
        var scores = Builder.Add("Div", "shares", [sums, Builder.Sum("total", sums, axis: 1)]);
        return Builder.Cast("scores", ExpandToAllClasses(scores), DataType.Float);
    }
}
