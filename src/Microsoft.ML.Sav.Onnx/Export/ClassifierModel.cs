using System.Text.Json;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>Joins an LMM and a classifier of its features into one ONNX model; see <see cref="ClassifierFormat"/>.</summary>
internal static class ClassifierModel
{
    private const long MinFormatVersion = 8;

    /// <summary>Creates the model.</summary>
    /// <param name="lmm">The LMM's graphs; the decoder returns the classifier's heads, in their order.</param>
    /// <param name="classifier">The classifier.</param>
    /// <param name="classNames">One name per class.</param>
    /// <param name="rejectOption">Which rows are rejected; <see langword="null"/> for none.</param>
    /// <returns>The model, whose external data have full paths.</returns>
    /// <exception cref="OnnxModelException">The LMM's graphs cannot be joined, or their weights are missing or incomplete.</exception>
    /// <exception cref="NotSupportedException">The classifier is of an unknown type, or its features of images cannot be computed.</exception>
    public static ModelProto Create(LmmGraphs lmm, FeatureClassifier classifier, IReadOnlyCollection<string> classNames, RejectOption? rejectOption = null)
    {
        var graph = new GraphProto { Name = "Sparse Attention Vectors classifier" };
        var nodes = new LmmNodes(graph, lmm);
        var model = new ModelProto { Graph = graph, ProducerName = "Microsoft.ML.Sav", OpsetImport = { OperatorSets.Unify(nodes.Models) } };
        model.IrVersion = nodes.Models.Max(part => Math.Max(part.IrVersion, MinFormatVersion));
        AddOutputs(graph, nodes.Add(classifier.Layout), classifier, classNames, rejectOption);
        GraphPruner.Prune(graph);

        AddMetadata(model, ClassifierFormat.ClassesKey, JsonSerializer.Serialize(classNames));
        AddMetadata(model, ClassifierFormat.FeaturesKey, JsonSerializer.Serialize(classifier.Layout.Select(feature => new { name = $"{feature}", size = feature.Size })));
        if (classifier.Layout.All(feature => feature.Kind == FeatureKind.LastToken))
            AddMetadata(model, HeadGraphFormat.LayoutKey, HeadGraphFormat.FormatLayout(classifier.Layout));
        return model;
    }

    /// <summary>Adds a metadata property.</summary>
    public static void AddMetadata(ModelProto model, string key, string value) =>
        model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });

    private static void AddOutputs(GraphProto graph, string vectors, FeatureClassifier classifier, IReadOnlyCollection<string> classNames, RejectOption? rejectOption)
    {
        var scores = ClassifierNodes.Create(graph, classifier).Add(vectors);
        graph.Node.Add(NodeProto.Create("Identity", ClassifierFormat.Scores, [scores]));
        AddLabel(graph, scores, classNames, rejectOption is { Rate: not null } ? new RejectNodes(graph, rejectOption).Add(vectors) : null);
        graph.Node.Add(NodeProto.Create("Identity", HeadGraphFormat.HeadVectors, [vectors]));
        graph.Output.Add(ValueInfoProto.Create(ClassifierFormat.Scores, DataType.Float, "batch", classifier.ClassCount));
        graph.Output.Add(ValueInfoProto.Create(ClassifierFormat.Label, DataType.String, "batch"));
        graph.Output.Add(ValueInfoProto.Create(ClassifierFormat.LabelIndex, DataType.Int64, "batch"));
        graph.Output.Add(ValueInfoProto.Create(HeadGraphFormat.HeadVectors, DataType.Float, "batch", classifier.Layout.VectorLength));
    }

    // The class with the greatest score; -1 and the empty string for rejected rows.
    private static void AddLabel(GraphProto graph, string scores, IReadOnlyCollection<string> classNames, string? rejected)
    {
        var builder = new GraphBuilder(graph, "classifier/");
        if (rejected is null)
        {
            graph.Node.Add(NodeProto.Create("ArgMax", ClassifierFormat.LabelIndex, [scores], ("axis", 1), ("keepdims", 0)));
            graph.Node.Add(NodeProto.Create("Gather", ClassifierFormat.Label, [builder.Constant(TensorProto.String("class_names", classNames)), ClassifierFormat.LabelIndex]));
            return;
        }
        var best = builder.Add("ArgMax", "best_index", [scores], ("axis", 1), ("keepdims", 0));
        graph.Node.Add(NodeProto.Create("Where", ClassifierFormat.LabelIndex, [rejected, builder.Constant(TensorProto.Int64("no_index", [], [-1])), best]));
        var names = builder.Constant(TensorProto.String("class_names", [.. classNames, ""])); // index -1 is the last
        graph.Node.Add(NodeProto.Create("Gather", ClassifierFormat.Label, [names, ClassifierFormat.LabelIndex]));
    }
}
