using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Lmm.Tensors;
using Microsoft.ML.Sav.Text.Tokenization;
using Microsoft.ML.Sav.Text.Tokenization.Characters;

namespace Microsoft.ML.Sav.Lmm.Families;

/// <summary>
/// What the models of a family do between a prompt and the decoder: which tokens a placeholder for an image expands to, which positions
/// tokens have, how the vision encoder is fed. Immutable, and used by many threads.
/// </summary>
internal abstract class ModelFamily
{
    /// <exception cref="ModelFolderException">The configuration names an image token that the tokenizer lacks.</exception>
    protected ModelFamily(FamilyContext context)
    {
        (Configuration, Tokenizer) = (context.Configuration, context.Tokenizer);
        var configured = Configuration.ImageToken;
        ImageToken = configured is var (key, id) ? GetToken(id, key) : Configuration.Processor?.GetToken("image_token") ?? "<image>";
        ImageTokenId = configured?.Id ?? Tokenizer.TokenToId(ImageToken);
    }

    /// <summary>The model's settings.</summary>
    protected ModelConfiguration Configuration { get; }

    /// <summary>The model's tokenizer.</summary>
    protected Tokenizer Tokenizer { get; }

    /// <summary>The token that stands for one image feature. Default: that of <see cref="ModelConfiguration.ImageToken"/>.</summary>
    protected string ImageToken { get; }

    /// <summary>Id of <see cref="ImageToken"/>; <see langword="null"/> if the tokenizer lacks it.</summary>
    public int? ImageTokenId { get; }

    /// <summary>Whether <see cref="ArrangeFeatures"/> does more than flatten.</summary>
    public virtual bool RearrangesFeatures => false;

    /// <summary>
    /// Whether the vision encoder takes one image per run, so that the images of a prompt may differ in shape. Default:
    /// <see langword="false"/>, all images of a prompt at once.
    /// </summary>
    public virtual bool EncodesImagesOneByOne => false;

    /// <summary>
    /// Whether chat templates write all special tokens. Default: <see langword="false"/>, the tokenizer adds them to a prompt that does not
    /// start with one, as processors of multimodal models do.
    /// </summary>
    public virtual bool TemplatesWriteSpecialTokens => false;

    /// <summary>Position of the first token. Default: 0.</summary>
    protected virtual long FirstPosition => 0;

    /// <summary>Placeholder for an image in a message, for chat templates that take messages as strings. Default: <see cref="ImageToken"/>.</summary>
    /// <param name="index">Number of the image in the prompt, from 0.</param>
    public virtual string GetImagePlaceholder(int index) => ImageToken;

    /// <summary>The prompt of a model without chat template; <see langword="null"/> if the family needs one. Default: needs one.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="imageCount">Number of images.</param>
    public virtual string? RenderWithoutTemplate(string text, int imageCount) => null;

    /// <summary>Replaces each placeholder for an image by a token per image feature.</summary>
    /// <param name="rendered">The prompt after the chat template.</param>
    /// <param name="images">The layout of each image, in the order of the prompt.</param>
    /// <exception cref="PromptException">The prompt does not have as many placeholders as images.</exception>
    public abstract string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images);

    /// <summary>Token ids of an expanded prompt. Default: the tokenizer's.</summary>
    /// <param name="expanded">What <see cref="ExpandPlaceholders"/> returned.</param>
    /// <param name="addSpecialTokens">Whether the tokenizer adds its special tokens, for a prompt that does not start with one.</param>
    public virtual int[] Tokenize(string expanded, bool addSpecialTokens) => Tokenizer.Encode(expanded, addSpecialTokens);

    /// <summary>The text that a token stands for; empty for ids that the tokenizer lacks.</summary>
    public string GetText(int tokenId) => Tokenizer.IdToText(tokenId) ?? "";

    /// <summary>Whether a token stands for an image feature.</summary>
    public virtual bool IsImageToken(int tokenId) => tokenId == ImageTokenId;

    /// <summary>A token's value in <c>token_type_ids</c>. Default: 1 for image features, 0 for text.</summary>
    public virtual long TokenType(int tokenId) => IsImageToken(tokenId) ? 1 : 0;

    /// <summary>Positions of the tokens, [axes][tokens]. Default: one axis, from <see cref="FirstPosition"/>.</summary>
    /// <param name="tokenIds">What <see cref="Tokenize"/> returned.</param>
    /// <param name="images">The layout of each image.</param>
    public virtual IReadOnlyList<long[]> Positions(IReadOnlyList<int> tokenIds, IReadOnlyList<ImageLayout> images) =>
        [[.. Enumerable.Range(0, tokenIds.Count).Select(position => FirstPosition + position)]];

    /// <summary>Arranges the vision encoder's output as [features, embeddingSize]. Default: flattens it.</summary>
    /// <param name="features">[..., embeddingSize]</param>
    /// <param name="images">The layout of each image.</param>
    public virtual FloatTensor ArrangeFeatures(FloatTensor features, IReadOnlyList<ImageLayout> images) => features.ToRows();

    /// <summary>The token of an id in the configuration.</summary>
    /// <param name="id">The id.</param>
    /// <param name="key">Its key, for the error message.</param>
    /// <exception cref="ModelFolderException">The tokenizer lacks the token.</exception>
    protected string GetToken(int id, string key) => Tokenizer.IdToToken(id)
        ?? throw Configuration.Root.CreateException($"'{key}' is {id}, but the tokenizer has no such token.");

    /// <summary>Repeats a token.</summary>
    /// <exception cref="ModelFolderException">The configuration asks for more tokens than the tokenizer accepts.</exception>
    protected string Repeat(string token, int count) => count >= 0 && (long)count * token.Length <= LengthLimit.MaxLength
        ? string.Concat(Enumerable.Repeat(token, count))
        : throw Configuration.Root.CreateException($"the images of a prompt would have {count} tokens '{token}', which is more than {LengthLimit.MaxLength} characters or less than none.");

    /// <summary>Replaces the placeholders in a rendered prompt, each by its own replacement.</summary>
    /// <exception cref="PromptException">The prompt does not have as many placeholders as there are replacements.</exception>
    protected static string ReplaceEach(string rendered, string placeholder, IEnumerable<string> replacements)
    {
        var parts = rendered.Split(placeholder);
        string[] texts = [.. replacements];
        return parts.Length - 1 == texts.Length
            ? string.Concat(parts.Zip([.. texts, ""], string.Concat))
            : throw new PromptException($"The prompt has {parts.Length - 1} image placeholders '{placeholder}' for {texts.Length} images: {rendered}");
    }
}
