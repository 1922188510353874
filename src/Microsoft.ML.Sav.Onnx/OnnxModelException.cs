namespace Microsoft.ML.Sav.Onnx;

/// <summary>
/// An ONNX file cannot be used: it is not an ONNX model, its weights are missing or damaged, its attention heads cannot be found, or it
/// uses something that this library does not support.
/// </summary>
public sealed class OnnxModelException : Exception
{
    internal OnnxModelException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
