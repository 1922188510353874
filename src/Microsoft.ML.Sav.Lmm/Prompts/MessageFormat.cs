using Microsoft.ML.Sav.Lmm.Families;
using Microsoft.ML.Sav.Lmm.Families.Text;
using Microsoft.ML.Sav.Text;
using Microsoft.ML.Sav.Text.ChatTemplates;

namespace Microsoft.ML.Sav.Lmm.Prompts;

/// <summary>
/// Whether a chat template takes the content of a message as a list of images and texts, or as one string with placeholders for images.
/// Templates do not tell; it is tried once.
/// </summary>
internal sealed class MessageFormat
{
    private const string Probe = "sav-probe";
    private readonly ModelFamily _family;
    private readonly bool _takesList;

    public MessageFormat(ChatTemplate template, ModelFamily family)
    {
        _family = family;
        var list = new ChatMessage("user", [new ChatContent.Text(Probe)]);
        // if a template takes both: the form in which such models were trained
        _takesList = Takes(template, list) && !(family is TextFamily && Takes(template, new ChatMessage("user", Probe)));
    }

    /// <summary>Creates the user's message.</summary>
    public ChatMessage Create(Prompt prompt)
    {
        if (!_takesList)
            return new ChatMessage("user", string.Concat(prompt.Images.Select((_, index) => _family.GetImagePlaceholder(index) + "\n")) + prompt.Text);
        List<ChatContent> content = [.. prompt.Images.Select(_ => new ChatContent.Image())];
        if (prompt.Text.Length > 0)
            content.Add(new ChatContent.Text(prompt.Text));
        return new ChatMessage("user", content);
    }

    // a template fails on a form that it does not take, or leaves it out, or prints it as Python would
    private static bool Takes(ChatTemplate template, ChatMessage message)
    {
        try
        {
            var rendered = template.Render([message], addGenerationPrompt: true);
            return rendered.Contains(Probe, StringComparison.Ordinal) && !rendered.Contains($"'{Probe}'", StringComparison.Ordinal);
        }
        catch (ChatTemplateException)
        {
            return false;
        }
    }
}
