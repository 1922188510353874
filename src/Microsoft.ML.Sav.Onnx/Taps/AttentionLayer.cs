using Microsoft.ML.Sav.Onnx.Attention;

namespace Microsoft.ML.Sav.Onnx.Taps;

/// <summary>An attention of the graph and the output projection after it.</summary>
/// <param name="HeadCount">Number of query heads; null unless the operator has it as an attribute.</param>
/// <param name="Values">The value tensors (V), in all forms on their way to the attention.</param>
/// <param name="Projection">The output projection.</param>
internal sealed record AttentionLayer(int? HeadCount, IReadOnlySet<string> Values, Projection Projection);
