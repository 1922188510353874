namespace Microsoft.ML.Sav.Lmm;

/// <summary>ONNX Runtime cannot be loaded, or cannot open or run one of a model's graphs; the message names the file.</summary>
public sealed class LmmRuntimeException : LmmException
{
    internal LmmRuntimeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
