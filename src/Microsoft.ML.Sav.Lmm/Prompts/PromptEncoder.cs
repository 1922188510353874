using Microsoft.ML.Sav.Lmm.ChatTemplates;
using Microsoft.ML.Sav.Lmm.Families;
using Microsoft.ML.Sav.Lmm.Images.Processing;
using Microsoft.ML.Sav.Lmm.Tokenization;

namespace Microsoft.ML.Sav.Lmm.Prompts;

/// <summary>Turns a prompt into the model's inputs: pixels by the image processor, token ids by chat template, family and tokenizer.</summary>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="template">The model's chat template.</param>
/// <param name="imageProcessor">The model's image processor; <see langword="null"/> when it takes text only.</param>
/// <param name="family">The model's family; <see langword="null"/> when it takes text only.</param>
internal sealed class PromptEncoder(Tokenizer tokenizer, ChatTemplate template, IImageProcessor? imageProcessor, ModelFamily? family)
{
    /// <summary>Prepares a prompt. Safe to use from many threads.</summary>
    /// <exception cref="NotSupportedException">The prompt has an image and the model takes none.</exception>
    public ModelInputs Encode(Prompt prompt)
    {
        var images = ProcessImages(prompt);
        var rendered = Render(prompt);
        var expanded = images is null ? rendered : family!.ExpandPlaceholders(rendered, images.Layouts);
        // a template that writes the first token itself must not get it twice
        var addSpecialTokens = string.IsNullOrEmpty(template.BeginOfSequence) || !expanded.StartsWith(template.BeginOfSequence, StringComparison.Ordinal);
        return new ModelInputs(tokenizer.Encode(expanded, addSpecialTokens), images);
    }

    /// <summary>The prompt's text after the chat template, before image placeholders are expanded.</summary>
    public string Render(Prompt prompt)
    {
        // templates of text-only models want text where those of multimodal models want a list
        if (imageProcessor is null)
            return template.Render([new ChatMessage("user", prompt.Text)], addGenerationPrompt: true);
        List<ChatContent> content = [.. prompt.Images.Select(_ => new ChatContent.Image())];
        if (prompt.Text.Length > 0)
            content.Add(new ChatContent.Text(prompt.Text));
        return template.Render([new ChatMessage("user", content)], addGenerationPrompt: true);
    }

    private ProcessedImages? ProcessImages(Prompt prompt)
    {
        if (prompt.Images.Count == 0)
            return null;
        if (imageProcessor is null)
            throw new NotSupportedException($"The LMM takes text only, but the prompt has an image ('{prompt.Images[0].Name}').");
        return imageProcessor.Process([.. prompt.Images.Select(image => image.Decode())]);
    }
}
