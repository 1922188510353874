using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary><see cref="CalmClassifier.Score"/> as a graph: the softmax of each head's cosines with class means, weighted per head and class.</summary>
internal sealed class CalmNodes(GraphProto graph, CalmClassifier classifier) : ClassifierNodes(graph, classifier.Layout, classifier.ClassCount, classifier.Means.GetExampleCount)
{
    /// <inheritdoc/>
    public override string Add(string vectors)
    {
        var cosines = Builder.Cast("cosines", Cosines(vectors, classifier.Means), DataType.Double); // [batch, heads, classes]
        var logits = Builder.Add("Div", "logits", [cosines, Number("temperature", classifier.Temperature)]);
        var probabilities = Builder.Add("Softmax", "probabilities", [logits], ("axis", 2));
        var weights = PerHeadAndClass("weights", (position, c) => classifier.GetWeights(position)[c]);
        var sums = Sum("sums", Builder.Add("Mul", "weighted", [probabilities, weights]), keepDimension: false); // [batch, classes]
        var scores = Builder.Add("Div", "shares", [sums, Sum("total", sums)]);
        return Builder.Cast("scores", ExpandToAllClasses(scores), DataType.Float);
    }
}
