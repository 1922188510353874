using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Graphs;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>A decoder that returns head vectors, pruned to what they depend on.</summary>
/// <param name="Model">The rewritten decoder.</param>
/// <param name="UsesLastTokenAttention">Whether the deepest layer computes its attention for the last token only.</param>
internal sealed record TappedModel(ModelProto Model, bool UsesLastTokenAttention)
{
    /// <summary>Inputs and outputs of the KV cache, in the order of the inputs; empty if the graph does not return it.</summary>
    public IReadOnlyList<LayerCache> Caches { get; private init; } = [];

    /// <summary>Taps a copy of a decoder. A rewrite that only saves time is dropped if its result is not a valid graph.</summary>
    /// <param name="decoder">The decoder, normalized.</param>
    /// <param name="taps">The taps that hold the heads, in the order of the layers.</param>
    /// <param name="heads">The heads to return.</param>
    /// <param name="withCaches">Whether to return the KV cache too, if it can be continued from.</param>
    /// <param name="lastTokenAttention">Whether the attention of the deepest layer may be computed for the last token only.</param>
    public static TappedModel Create(ModelProto decoder, IReadOnlyList<LayerTap> taps, FeatureLayout heads, bool withCaches, bool lastTokenAttention)
    {
        var tapped = Tap(decoder, taps, heads, lastTokenAttention);
        if (tapped.UsesLastTokenAttention && GraphValidator.FindProblem(tapped.Model.Graph) is not null)
            tapped = Tap(decoder, taps, heads, lastTokenAttention: false);
        if (withCaches)
            tapped = tapped.WithCaches();
        CacheDimensions.Free(tapped.Model.Graph);
        return tapped;
    }

    /// <summary>Taps a copy of a decoder, which also returns what the heads are sums of (<see cref="TokenOutputs"/>).</summary>
    /// <param name="decoder">The decoder, normalized.</param>
    /// <param name="taps">The taps that hold the heads, in the order of the layers.</param>
    /// <param name="heads">The heads to return.</param>
    /// <param name="path">The decoder's file, for messages.</param>
    public static (TappedModel Tapped, IReadOnlyList<LayerTokens> Tokens) CreateWithTokens(
        ModelProto decoder, IReadOnlyList<LayerTap> taps, FeatureLayout heads, string path)
    {
        var model = decoder.Clone();
        var outputs = new TokenOutputs(model.Graph, path);
        new HeadOutput(model.Graph).Add(taps, heads, lastTokenAttention: false);
        var tokens = outputs.Add(taps, heads);
        GraphPruner.Prune(model.Graph);
        CacheDimensions.Free(model.Graph);
        return (new TappedModel(model, UsesLastTokenAttention: false), tokens);
    }

    private static TappedModel Tap(ModelProto decoder, IReadOnlyList<LayerTap> taps, FeatureLayout heads, bool lastTokenAttention)
    {
        var model = decoder.Clone();
        var isUsed = new HeadOutput(model.Graph).Add(taps, heads, lastTokenAttention);
        GraphPruner.Prune(model.Graph);
        return new TappedModel(model, isUsed);
    }

    private TappedModel WithCaches()
    {
        var model = Model.Clone();
        var caches = CacheOutputs.Add(model.Graph);
        return caches.Count > 0 && GraphValidator.FindProblem(model.Graph) is null ? this with { Model = model, Caches = caches } : this;
    }
}
