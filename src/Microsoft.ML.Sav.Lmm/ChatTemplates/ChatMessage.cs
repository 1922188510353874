namespace Microsoft.ML.Sav.Lmm.ChatTemplates;

/// <summary>A message of a conversation.</summary>
/// <param name="Role">Who speaks: usually <c>system</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">Texts and images in order; templates of multimodal models see a list of them.</param>
public sealed record ChatMessage(string Role, IReadOnlyList<ChatContent> Content)
{
    /// <summary>Creates a message whose content templates see as one string, as those of text-only models need it.</summary>
    public ChatMessage(string role, string text)
        : this(role, [new ChatContent.Text(text)]) => PlainText = text;

    /// <summary>The content as one string, or null if it is a list of parts.</summary>
    internal string? PlainText { get; }
}
