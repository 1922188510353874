using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.Families;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Text.ChatTemplates;

namespace Microsoft.ML.Sav.Lmm.Prompts;

/// <summary>Turns prompts into a model's inputs: chat template and tokenizer for text, image processor for images. Safe to use from many threads.</summary>
internal sealed class PromptEncoder
{
    private readonly string _folder;
    private readonly ModelFamily _family;
    private readonly ChatTemplate? _template;
    private readonly MessageFormat? _messages;
    private readonly IImageProcessor? _imageProcessor;
    private readonly TextTruncation _truncation;

    /// <param name="folder">The model's folder, for error messages.</param>
    /// <param name="family">The model's family.</param>
    /// <param name="template">The model's chat template; <see langword="null"/> if it has none.</param>
    /// <param name="imageProcessor">The model's image processor; <see langword="null"/> if it takes text only.</param>
    /// <exception cref="ModelFolderException">There is no chat template, and the family needs one.</exception>
    public PromptEncoder(string folder, ModelFamily family, ChatTemplate? template, IImageProcessor? imageProcessor)
    {
        if (template is null && family.RenderWithoutTemplate("", 0) is null)
            throw new ModelFolderException($"The LMM folder '{folder}' has no chat template (chat_template.jinja, or 'chat_template' in tokenizer_config.json).");
        _folder = folder;
        _family = family;
        _template = template;
        _messages = template is null ? null : new MessageFormat(template, family);
        _imageProcessor = imageProcessor;
        _truncation = new TextTruncation(text => family.Tokenize(text, addSpecialTokens: false).Length);
    }

    /// <summary>The model's family.</summary>
    public ModelFamily Family => _family;

    /// <summary>Whether prompts may have images.</summary>
    public bool TakesImages => _imageProcessor is not null;

    /// <summary>Applies the prompt's <see cref="Prompt.TextLimit"/>.</summary>
    public Prompt Truncate(Prompt prompt) => prompt.TextLimit is { } limit && _truncation.Truncate(limit.Text, limit.MaxTokens) is { } start
        ? prompt with { Text = limit.Render(start), TextLimit = null }
        : prompt;

    /// <summary>Renders the chat template. Placeholders for images are not expanded yet.</summary>
    public string Render(Prompt prompt) => _template is null
        ? _family.RenderWithoutTemplate(prompt.Text, prompt.Images.Count)!
        : _template.Render([_messages!.Create(prompt)], addGenerationPrompt: true);

    /// <summary>Decodes images and prepares them for the vision encoder, one entry per run.</summary>
    /// <param name="images">The images; at least one.</param>
    /// <exception cref="PromptException">The model takes no images, or not of that size.</exception>
    public IReadOnlyList<ProcessedImages> ProcessImages(IReadOnlyList<ImageContent> images)
    {
        if (_imageProcessor is null)
            throw new PromptException($"The LMM in '{_folder}' takes text only (it has no vision encoder), but the prompt has an image ('{images[0].Name}').");
        var pixels = images.Select(image => image.Decode()).ToList();
        return _family.EncodesImagesOneByOne ? [.. pixels.Select(image => _imageProcessor.Process([image]))] : [_imageProcessor.Process(pixels)];
    }

    /// <summary>Encodes a rendered prompt, without pixels.</summary>
    /// <param name="rendered">What <see cref="Render"/> returned.</param>
    /// <param name="layouts">The layout of each image.</param>
    /// <exception cref="PromptException">The prompt is empty, or does not have as many placeholders as images.</exception>
    public ModelInputs Encode(string rendered, IReadOnlyList<ImageLayout> layouts)
    {
        var tokenIds = Tokenize(_family.ExpandPlaceholders(rendered, layouts));
        if (tokenIds.Length == 0)
            throw new PromptException("The prompt is empty: it has neither text nor an image, and the model has no chat template.");
        return new ModelInputs(tokenIds, _family.Positions(tokenIds, layouts), Array.ConvertAll(tokenIds, _family.TokenType), [])
        {
            AreImageTokens = Array.ConvertAll(tokenIds, _family.IsImageToken),
        };
    }

    /// <summary>Tokenizes a rendered prompt, or a part from its start.</summary>
    public int[] Tokenize(string rendered) => _family.Tokenize(rendered, addSpecialTokens: _template is null || !HasSpecialTokens(_template, rendered));

    private bool HasSpecialTokens(ChatTemplate template, string rendered) => _family.TemplatesWriteSpecialTokens ||
        (template.BeginOfSequence is { Length: > 0 } first && rendered.StartsWith(first, StringComparison.Ordinal));
}
