using Microsoft.ML.Sav.Onnx.HeadGraphs;
using Microsoft.ML.Sav.Onnx.Vision;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>The graphs of an LMM that are joined into one.</summary>
/// <param name="Decoder">The decoder, which returns the requested heads; null if there are none, then prompts are images only.</param>
/// <param name="DecoderFile">The file of the decoder.</param>
/// <param name="Cache">Shapes of the decoder's cache inputs.</param>
internal sealed record LmmGraphs(HeadGraph? Decoder, OnnxFile DecoderFile, CacheInputs Cache)
{
    /// <summary>Token ids to token embeddings; null if the decoder takes token ids.</summary>
    public OnnxFile? Embeddings { get; init; }

    /// <summary>Pixels to image features; null without images.</summary>
    public OnnxFile? VisionEncoder { get; init; }

    /// <summary>The tensor of the vision encoder before the projector; null if it is not needed.</summary>
    public VisionTap? VisionTap { get; init; }

    /// <summary>Pixel per channel and byte, [3, 256], if images are given as bytes; null if they are given as the vision encoder takes them.</summary>
    public IReadOnlyCollection<float>? RgbTable { get; init; }

    /// <summary>Whether the vision encoder's inputs have one entry per image; otherwise one run takes one prompt if there is no decoder.</summary>
    public bool BatchesImages { get; init; }

    /// <summary>Id of the token that image features replace.</summary>
    public int? ImageTokenId { get; init; }

    /// <summary>Position of the first token.</summary>
    public long FirstPosition { get; init; }
}
