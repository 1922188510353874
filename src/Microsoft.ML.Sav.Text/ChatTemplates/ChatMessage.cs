namespace Microsoft.ML.Sav.Text.ChatTemplates;

/// <summary>A message of a conversation.</summary>
/// <param name="Role">Who speaks: usually <c>system</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">Texts and images in order; templates of multimodal models see a list of them.</param>
public sealed record ChatMessage(string Role, IReadOnlyList<ChatContent> Content)
{
    /// <summary>Creates a message whose content templates see as one string, as those of text-only models need it.</summary>
    public ChatMessage(string role, string text)
        : this(role, [new ChatContent.Text(text)]) => IsPlainText = true;

    /// <summary>Whether templates see a content of one text as a string instead of a list.</summary>
    internal bool IsPlainText { get; }
}
