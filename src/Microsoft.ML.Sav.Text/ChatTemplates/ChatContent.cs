namespace Microsoft.ML.Sav.Text.ChatTemplates;

/// <summary>A part of the content of a <see cref="ChatMessage"/>.</summary>
internal abstract record ChatContent
{
    private ChatContent()
    {
    }

    /// <summary>A text: <c>{'type': 'text', 'text': ...}</c> in templates.</summary>
    public sealed record Text(string Value) : ChatContent;

    /// <summary>The position of an image: <c>{'type': 'image'}</c> in templates.</summary>
    public sealed record Image : ChatContent;
}
