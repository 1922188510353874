using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary><see cref="HecClassifier.Score"/> as a graph: per head a linear map of its vector and a softmax, then the mean over the heads.</summary>
internal sealed class HecNodes(GraphProto graph, HecClassifier classifier) : ClassifierNodes(graph, classifier)
{
    /// <inheritdoc/>
    public override string Add(string vectors)
    {
        var products = Products(vectors, HecClassifier.LeastLength, (position, c) => Layout.Slice(classifier.GetWeights(c), position).ToArray());
        var biases = PerHeadAndClass("biases", (position, c) => classifier.GetBiases(c)[position]);
        var logits = Builder.Add("Add", "logits", [Builder.Cast("double_products", products, DataType.Double), biases]); // [batch, heads, classes]
        var probabilities = Builder.Add("Softmax", "probabilities", [logits], ("axis", 2));
        var scores = Builder.Add("Div", "means", [Builder.Sum("sums", probabilities, axis: 1, keepDimension: false), Builder.Number("heads", Heads)]); // [batch, classes]
        return Builder.Cast("scores", ExpandToAllClasses(scores), DataType.Float);
    }
}
