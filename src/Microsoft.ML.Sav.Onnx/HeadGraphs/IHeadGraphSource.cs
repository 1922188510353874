using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Onnx.HeadGraphs;

/// <summary>An ONNX file from which graphs that return head vectors can be created.</summary>
internal interface IHeadGraphSource
{
    /// <summary>All heads of all layers, at the last token.</summary>
    FeatureLayout Layout { get; }

    /// <summary>All features that graphs can return: <see cref="Layout"/> and, where the file has them, the same heads averaged over tokens.</summary>
    FeatureLayout Features { get; }

    /// <summary>The tensors with head vectors, one per layer, in the order of the layers.</summary>
    IReadOnlyList<LayerTap> Taps { get; }

    /// <summary>Layers without attention (convolution, linear attention), which have no heads.</summary>
    IReadOnlyList<int> LayersWithoutHeads { get; }

    /// <summary>Names of the file's inputs.</summary>
    IReadOnlyCollection<string> Inputs { get; }

    /// <summary>Full paths of the files with its external data.</summary>
    IEnumerable<string> ExternalDataFiles { get; }

    /// <summary>Creates the graph that returns the vectors of some of <see cref="Features"/>, pruned to what they depend on.</summary>
    /// <param name="heads">The features; default: <see cref="Layout"/>.</param>
    /// <param name="withCaches">Whether the graph should return its KV cache too, if it can be continued from. Default: false.</param>
    /// <param name="lastTokenAttention">
    /// Whether the deepest layer may be rewritten to compute its attention for the last token only. Default: true.
    /// </param>
    /// <exception cref="ArgumentException">The file lacks one of the features.</exception>
    /// <exception cref="OnnxModelException">Weights are missing or incomplete.</exception>
    HeadGraph Tap(FeatureLayout? heads = null, bool withCaches = false, bool lastTokenAttention = true);

    /// <summary>Creates the graph that returns, for one row, heads and what they are sums of (<see cref="HeadGraph.Tokens"/>).</summary>
    /// <param name="heads">The heads, of <see cref="Features"/>.</param>
    /// <exception cref="OnnxModelException">The attention of a layer is of a form from which this cannot be read, or weights are missing.</exception>
    HeadGraph TapTokens(FeatureLayout heads);
}
