namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>The graphs of an LMM that become one.</summary>
/// <param name="Decoder">The decoder, cut down to the heads that are wanted.</param>
/// <param name="DecoderFile">The file that the decoder came from.</param>
/// <param name="Cache">Shapes of the decoder's cache.</param>
internal sealed record LmmGraphs(HeadGraph Decoder, OnnxFile DecoderFile, EmptyCache Cache)
{
    /// <summary>Token ids to word embeddings; missing where the decoder takes token ids.</summary>
    public OnnxFile? Embeddings { get; init; }

    /// <summary>Pixels to image features; missing where there are no images.</summary>
    public OnnxFile? VisionEncoder { get; init; }

    /// <summary>Id of the token in whose place an image feature is put.</summary>
    public int? ImageTokenId { get; init; }

    /// <summary>Position of the first token.</summary>
    public long FirstPosition { get; init; }
}
