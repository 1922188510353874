using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.Sessions;

namespace Microsoft.ML.Sav.Lmm.Graphs.Export;

/// <summary>The graphs of an LMM that become one.</summary>
/// <param name="Decoder">The decoder, cut down to the heads that are wanted.</param>
/// <param name="DecoderFile">The file that the decoder came from.</param>
/// <param name="Cache">Shapes of the decoder's cache.</param>
internal sealed record LmmGraphs(HeadGraph Decoder, GraphFile DecoderFile, EmptyCache Cache)
{
    /// <summary>Token ids to word embeddings; missing where the decoder takes token ids.</summary>
    public GraphFile? Embeddings { get; init; }

    /// <summary>Pixels to image features; missing where there are no images.</summary>
    public GraphFile? VisionEncoder { get; init; }

    /// <summary>Id of the token in whose place an image feature is put.</summary>
    public int? ImageTokenId { get; init; }

    /// <summary>Position of the first token.</summary>
    public long FirstPosition { get; init; }
}
