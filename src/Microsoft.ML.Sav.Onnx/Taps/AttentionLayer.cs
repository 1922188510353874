namespace Microsoft.ML.Sav.Onnx.Taps;

/// <summary>An attention found in the graph, and the projection behind it.</summary>
/// <param name="Heads">Number of query heads, when the operator says it.</param>
/// <param name="Values">Tensors that hold the values attended to.</param>
/// <param name="Projection">The projection that mixes its heads.</param>
internal sealed record AttentionLayer(int? Heads, IReadOnlySet<string> Values, Projection Projection);
