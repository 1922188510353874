using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Text;

namespace Microsoft.ML.Sav.Lmm;

/// <summary>
/// A prompt cannot be used: an image is missing or broken, there is no text, or the model does not support it. Other prompts are not affected.
/// <see cref="Exception.InnerException"/> is the cause.
/// </summary>
public sealed class PromptException : LmmException
{
    /// <summary>Creates an exception with a message and, if there is one, the exception that caused it.</summary>
    public PromptException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Whether an exception is about the prompt that was being processed, and not, for example, about memory.</summary>
    internal static bool IsCausedByPrompt(Exception exception) => exception
        is LmmException or InvalidImageException or TokenizerException or ChatTemplateException or IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException or ArgumentException;

    /// <summary>Wraps an exception; one that is a <see cref="PromptException"/> already is returned as it is.</summary>
    internal static PromptException From(Exception cause) => cause as PromptException ?? new PromptException(cause.Message, cause);
}
