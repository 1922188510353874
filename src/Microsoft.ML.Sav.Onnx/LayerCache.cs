namespace Microsoft.ML.Sav.Onnx;

/// <summary>Input and output of a decoder for the keys, or the values, of one layer: [batch, heads, tokens, headSize].</summary>
/// <param name="Past">Name of the input with earlier tokens; one row, which serves all rows of the batch.</param>
/// <param name="Present">Name of the output with earlier and new tokens.</param>
internal sealed record LayerCache(string Past, string Present);
