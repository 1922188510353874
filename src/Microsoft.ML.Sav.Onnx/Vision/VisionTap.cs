namespace Microsoft.ML.Sav.Onnx.Vision;

/// <summary>The tensor between vision encoder and projector: what the projector's first projection takes, [..., size].</summary>
/// <param name="Tensor">Name of the tensor in the graph.</param>
/// <param name="Size">Length of its vectors.</param>
internal sealed record VisionTap(string Tensor, int Size);
