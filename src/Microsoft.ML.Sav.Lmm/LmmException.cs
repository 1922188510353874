namespace Microsoft.ML.Sav.Lmm;

/// <summary>A large multimodal model (LMM) cannot be used: see the derived types for whether the folder, ONNX Runtime or a prompt is the cause.</summary>
public abstract class LmmException : Exception
{
    private protected LmmException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
