namespace Microsoft.ML.Sav.Lmm;

/// <summary>An input of one of a model's ONNX files.</summary>
/// <param name="File">Full path of the file.</param>
/// <param name="Name">Name of the input.</param>
/// <param name="ElementType">Type of its elements as ONNX calls it, in lower case, for example <c>float16</c>.</param>
/// <param name="Dimensions">Its dimensions: a number, a name, or <c>?</c> if the file has neither.</param>
public sealed record OnnxInput(string File, string Name, string ElementType, IReadOnlyList<string> Dimensions);
