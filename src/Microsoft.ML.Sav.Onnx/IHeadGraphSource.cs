using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Onnx;

/// <summary>An ONNX file that can be made to return head vectors.</summary>
internal interface IHeadGraphSource
{
    /// <summary>All heads of all layers.</summary>
    HeadLayout Layout { get; }

    /// <summary>The tensors with head vectors, one a layer, in the order of the layers.</summary>
    IReadOnlyList<HeadTap> Taps { get; }

    /// <summary>Layers without attention (convolution, linear attention), which have no heads.</summary>
    IReadOnlyList<int> LayersWithoutHeads { get; }

    /// <summary>Names of the file's inputs.</summary>
    IReadOnlyCollection<string> Inputs { get; }

    /// <summary>The files beside it that hold its weights.</summary>
    IEnumerable<string> ExternalDataFiles { get; }

    /// <summary>The graph cut down to what the given heads need.</summary>
    /// <param name="keep">The heads; all by default.</param>
    /// <param name="withCaches">Whether the graph should return its keys and values too, where it can.</param>
    /// <exception cref="ArgumentException">The graph lacks one of the heads.</exception>
    /// <exception cref="FileNotFoundException">A file of weights is missing.</exception>
    HeadGraph Tap(HeadLayout? keep = null, bool withCaches = false);
}
