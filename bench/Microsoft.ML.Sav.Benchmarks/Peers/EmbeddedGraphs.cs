using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Benchmarks.Peers;

/// <summary>Graphs of the embedded LMM. The attention of layer i in its decoder is the i-th GroupQueryAttention.</summary>
internal static class EmbeddedGraphs
{
    /// <summary>The whole decoder.</summary>
    public static ModelProto Decoder(string lmm) => Read(lmm, "decoder_model_merged.onnx");

    /// <summary>The vision encoder.</summary>
    public static ModelProto VisionEncoder(string lmm) => Read(lmm, "vision_encoder.onnx");

    /// <summary>The part of the decoder that computes the head vectors of a layer, which are its output.</summary>
    public static ModelProto DecoderCutAbove(string lmm, int layer)
    {
        var model = Decoder(lmm);
        var graph = model.Graph;
        var output = graph.Node.Where(node => node.OpType == "GroupQueryAttention").ElementAt(layer).Output[0];
        graph.Output.Clear();
        graph.Output.Add(new ValueInfoProto { Name = output });

        // Nodes are in topological order.
        var needed = new HashSet<string> { output };
        for (var i = graph.Node.Count - 1; i >= 0; i--)
        {
            if (graph.Node[i].Output.Any(needed.Contains))
                needed.UnionWith(graph.Node[i].Input);
            else
                graph.Node.RemoveAt(i);
        }
        Keep(graph.Input, input => needed.Contains(input.Name));
        Keep(graph.Initializer, initializer => needed.Contains(initializer.Name));
        graph.ValueInfo.Clear();
        return model;
    }

    private static void Keep<T>(ICollection<T> items, Func<T, bool> isNeeded)
    {
        foreach (var item in items.Where(item => !isNeeded(item)).ToList())
            items.Remove(item);
    }

    private static ModelProto Read(string lmm, string file)
    {
        using var stream = File.OpenRead(Path.Combine(lmm, "onnx", file));
        return ModelProto.Parser.ParseFrom(stream);
    }
}
