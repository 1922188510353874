using Google.Protobuf;
using Google.Protobuf.Collections;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Testing;

/// <summary>Turns the graphs of the fixtures into those of other exporters.</summary>
internal static class GraphEditing
{
    public static ModelProto Read(string path) => ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));

    public static void Write(this ModelProto model, string path) => File.WriteAllBytes(path, model.ToByteArray());

    /// <summary>Gives every tensor another name.</summary>
    public static ModelProto Rename(this ModelProto model, Func<string, string> rename)
    {
        foreach (var graph in new[] { model.Graph }.Concat(model.Graph.Node.SelectMany(node => node.Subgraphs())))
        {
            foreach (var info in graph.Input.Concat(graph.Output).Concat(graph.ValueInfo))
                info.Name = rename(info.Name);
            foreach (var tensor in graph.Initializer)
                tensor.Name = rename(tensor.Name);
            foreach (var node in graph.Node)
            {
                Replace(node.Input, rename);
                Replace(node.Output, rename);
            }
        }
        return model;
    }

    /// <summary>Moves the nodes into a random order.</summary>
    public static ModelProto ShuffleNodes(this ModelProto model, Random random)
    {
        var nodes = model.Graph.Node.ToArray();
        random.Shuffle(nodes);
        model.Graph.Node.Clear();
        model.Graph.Node.AddRange(nodes);
        return model;
    }

    /// <summary>Inserts an Identity after random nodes.</summary>
    public static ModelProto InsertIdentities(this ModelProto model, Random random, double share)
    {
        var nodes = model.Graph.Node.ToList();
        model.Graph.Node.Clear();
        foreach (var node in nodes)
        {
            model.Graph.Node.Add(node);
            if (node.Output is not [var name] || random.NextDouble() >= share)
                continue;
            node.Output[0] = $"{name}/before";
            model.Graph.Node.Add(new NodeProto { OpType = "Identity", Input = { node.Output[0] }, Output = { name } });
        }
        return model;
    }

    /// <summary>Writes image features over the embeddings of image tokens, as onnxruntime-genai's embedding graphs do.</summary>
    public static void MergeImageFeatures(this GraphProto graph, string inputIds, int imageToken, string embeddings, string features, string merged)
    {
        graph.Initializer.Add(TensorProto.Int64("image_token", imageToken));
        graph.Node.Add(NodeProto.Create("Equal", "is_image", [inputIds, "image_token"])); // [batch, tokens]
        graph.Node.Add(NodeProto.Create("NonZero", "places", ["is_image"])); // [2, features]
        graph.Node.Add(NodeProto.Create("Transpose", "indices", ["places"]));
        graph.Node.Add(NodeProto.Create("ScatterND", merged, [embeddings, "indices", features]));
    }

    private static void Replace(RepeatedField<string> names, Func<string, string> rename)
    {
        for (var i = 0; i < names.Count; i++)
            names[i] = names[i].Length == 0 ? "" : rename(names[i]);
    }
}
