namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>What the vision encoder returned for the images of one prompt.</summary>
/// <param name="Values">[features, embeddingSize], in the order of the placeholders.</param>
/// <param name="Deepstack">
/// Features for deeper layers of the decoder, [features, embeddingSize] each, by the name of the encoder's output (Qwen3-VL).
/// </param>
internal sealed record ImageFeatures(FloatTensor Values, IReadOnlyDictionary<string, FloatTensor> Deepstack);
