namespace Microsoft.ML.Sav.Text;

/// <summary>
/// A chat template is not valid Jinja, uses what is not supported, refuses the messages with <c>raise_exception</c>, or exceeds the
/// bounds of a rendering.
/// </summary>
public sealed class ChatTemplateException : Exception
{
    internal ChatTemplateException(int line, string reason, Exception? innerException = null)
        : base($"The chat template fails on line {line}: {reason}.", innerException) => Line = line;

    /// <summary>The line of the template, from 1.</summary>
    public int Line { get; }
}
