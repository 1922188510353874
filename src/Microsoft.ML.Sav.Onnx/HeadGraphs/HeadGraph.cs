using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Graphs;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;

namespace Microsoft.ML.Sav.Onnx.HeadGraphs;

/// <summary>A decoder that returns head vectors and, on request, its KV cache: a graph for ONNX Runtime.</summary>
internal sealed record HeadGraph : RewrittenGraph
{
    private const long FloatAccuracyLevel = 1; // of MatMulNBits: 0 unset, 1 fp32, 2 fp16, 3 bf16, 4 int8

    /// <param name="model">The graph, whose first output is <see cref="HeadGraphFormat.HeadVectors"/>.</param>
    /// <param name="externalDataFolder">Folder of the external data.</param>
    /// <param name="layout">The heads in the output.</param>
    public HeadGraph(ModelProto model, string externalDataFolder, FeatureLayout layout)
        : base(model, externalDataFolder)
    {
        var initializers = model.Graph.Initializer.Select(tensor => tensor.Name).ToHashSet();
        Inputs = [.. model.Graph.Input.Select(input => input.Name).Where(name => !initializers.Contains(name))];
        Layout = layout;
        MixesRows = GraphTraits.MixesRows(model.Graph);
        AppendsToOneRow = GraphTraits.AppendsToOneRow(model.Graph);
        IsHalfPrecision = GraphTraits.IsHalfPrecision(model.Graph);
    }

    /// <summary>Names of the remaining inputs, including <see cref="HeadGraphFormat.LastToken"/> and, for means, <see cref="HeadGraphFormat.TokenWeights"/>.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The heads in the output <see cref="HeadGraphFormat.HeadVectors"/>, in order.</summary>
    public FeatureLayout Layout { get; }

    /// <summary>Inputs and outputs of the KV cache, in the order of the inputs; empty unless requested and supported.</summary>
    public IReadOnlyList<LayerCache> Caches { get; init; } = [];

    /// <summary>Outputs per token, by layer; empty unless requested.</summary>
    public IReadOnlyList<LayerTokens> Tokens { get; init; } = [];

    /// <summary>Whether the deepest layer computes its attention for the last token only.</summary>
    public bool UsesLastTokenAttention { get; init; }

    /// <inheritdoc cref="GraphTraits.AppendsToOneRow"/>
    public bool AppendsToOneRow { get; }

    /// <inheritdoc cref="GraphTraits.MixesRows"/>
    public bool MixesRows { get; }

    /// <inheritdoc cref="GraphTraits.IsHalfPrecision"/>
    public bool IsHalfPrecision { get; }

    /// <summary>Returns the graph with activations in fp32: MatMulNBits multiplies in single precision.</summary>
    public HeadGraph WithFloatActivations()
    {
        var model = ModelProto.Parser.ParseFrom(Bytes);
        var levels = from node in model.Graph.Node
                     where node.OpType == "MatMulNBits"
                     from attribute in node.Attribute
                     where attribute.Name == "accuracy_level"
                     select attribute;
        foreach (var level in levels)
            level.I = FloatAccuracyLevel;
        return new HeadGraph(model, ExternalDataFolder, Layout) { Caches = Caches, UsesLastTokenAttention = UsesLastTokenAttention, Tokens = Tokens };
    }
}
