namespace Microsoft.ML.Sav.Text.ChatTemplates;

/// <summary>A chat template refuses the messages with its own <c>raise_exception</c>; the message is the template's.</summary>
public sealed class ChatTemplateException : InvalidOperationException
{
    /// <summary>Creates the exception with the template's message.</summary>
    public ChatTemplateException(string message)
        : base(message)
    {
    }
}
