namespace Microsoft.ML.Sav.Onnx;

/// <summary>Where a decoder keeps the keys, or the values, of one layer: [batch, heads, tokens, headSize].</summary>
/// <param name="Past">Name of the input with those of earlier tokens, of one row for all rows.</param>
/// <param name="Present">Name of the output with those of earlier tokens and of this run's.</param>
internal sealed record LayerCache(string Past, string Present);
