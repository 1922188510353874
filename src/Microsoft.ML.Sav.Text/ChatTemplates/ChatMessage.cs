namespace Microsoft.ML.Sav.Text.ChatTemplates;

/// <summary>A message of a conversation.</summary>
/// <param name="Role">The role: usually <c>system</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">The texts and images, in order. A list in templates.</param>
internal sealed record ChatMessage(string Role, IReadOnlyList<ChatContent> Content)
{
    /// <summary>Creates a message whose content is a string in templates, as those of text-only models expect.</summary>
    public ChatMessage(string role, string text)
        : this(role, [new ChatContent.Text(text)]) => IsString = true;

    /// <summary>Whether a content of one text is a string in templates, not a list.</summary>
    public bool IsString { get; }
}
