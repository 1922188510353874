namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>A template cannot be evaluated. The message has the reason; <see cref="ChatTemplate"/> adds the line.</summary>
internal sealed class TemplateRuntimeException(string reason, Exception? innerException = null) : Exception(reason, innerException);
