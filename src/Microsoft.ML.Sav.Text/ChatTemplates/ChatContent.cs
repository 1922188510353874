namespace Microsoft.ML.Sav.Text.ChatTemplates;

/// <summary>A part of a <see cref="ChatMessage"/>.</summary>
public abstract record ChatContent
{
    private ChatContent()
    {
    }

    /// <summary>A text; templates see <c>{'type': 'text', 'text': ...}</c>.</summary>
    /// <param name="Value">The text.</param>
    public sealed record Text(string Value) : ChatContent;

    /// <summary>The place of an image; templates see <c>{'type': 'image'}</c>.</summary>
    public sealed record Image : ChatContent;
}
