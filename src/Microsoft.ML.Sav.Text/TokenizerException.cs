namespace Microsoft.ML.Sav.Text;

/// <summary>A tokenizer.json is invalid or not supported, or a text cannot be encoded with it.</summary>
public sealed class TokenizerException : Exception
{
    internal TokenizerException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
