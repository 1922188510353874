using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Lmm.Sessions;
using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Lmm.Families;

/// <summary>
/// What the models of one family do between a prompt and the decoder, beyond their files: how a placeholder for an image becomes one
/// token a feature, which positions the tokens have, how the vision encoder is fed. Derive from it to run models of another family, and
/// make it known with <see cref="ModelFamilies.Register"/>. Implementations hold settings only and are used by many threads.
/// </summary>
internal abstract class ModelFamily
{
    /// <summary>Creates a family for one model.</summary>
    /// <param name="configuration">The model's JSON files.</param>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <exception cref="InvalidDataException">The configuration names an image token that the tokenizer does not have.</exception>
    protected ModelFamily(ModelConfiguration configuration, Tokenizer tokenizer)
    {
        Configuration = configuration;
        Tokenizer = tokenizer;
        ImageTokenId = configuration.ImageTokenId;
        ImageToken = ImageTokenId is { } id ? TokenOf(id, "image_token_id") : configuration.Processor?.Token("image_token") ?? "<image>";
        ImageTokenId ??= tokenizer.TokenToId(ImageToken);
    }

    /// <summary>The model's JSON files.</summary>
    protected ModelConfiguration Configuration { get; }

    /// <summary>The model's tokenizer.</summary>
    protected Tokenizer Tokenizer { get; }

    /// <summary>The token that stands for one image feature. Default: that of <see cref="ModelConfiguration.ImageTokenId"/>.</summary>
    protected string ImageToken { get; }

    /// <summary>Id of <see cref="ImageToken"/>; <see langword="null"/> where the tokenizer has no such token.</summary>
    internal int? ImageTokenId { get; }

    /// <summary>Whether <see cref="ArrangeFeatures"/> does more than to flatten.</summary>
    internal virtual bool RearrangesFeatures => false;

    /// <summary>
    /// Whether the vision encoder takes one image a call, so that images of one prompt may differ in shape. Default:
    /// <see langword="false"/>, all images of a prompt at once.
    /// </summary>
    public virtual bool EncodesImagesOneByOne => false;

    /// <summary>Position of the first token. Default: 0.</summary>
    protected virtual long FirstPosition => 0;

    /// <summary>
    /// What stands for an image in a message, where the chat template takes messages as one text. Default: <see cref="ImageToken"/>.
    /// </summary>
    /// <param name="index">Number of the image in the prompt, from 0.</param>
    public virtual string ImageMark(int index) => ImageToken;

    /// <summary>The prompt of a model without chat template, or <see langword="null"/> where it must have one. Default: must have one.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="images">Number of images.</param>
    public virtual string? PromptWithoutTemplate(string text, int images) => null;

    /// <summary>Writes a token for each image feature into a rendered prompt, in place of the template's marks for images.</summary>
    /// <param name="rendered">The prompt after the chat template.</param>
    /// <param name="images">What the image processor made of each image, in the order of the prompt; empty without images.</param>
    /// <exception cref="InvalidDataException">The prompt does not have as many marks as there are images.</exception>
    public abstract string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images);

    /// <summary>Token ids of an expanded prompt. Default: as the tokenizer has them.</summary>
    /// <param name="expanded">What <see cref="ExpandPlaceholders"/> returned.</param>
    /// <param name="addSpecialTokens">Whether the tokenizer should add its first token, which the prompt does not have yet.</param>
    public virtual int[] Tokenize(string expanded, bool addSpecialTokens) => Tokenizer.Encode(expanded, addSpecialTokens);

    /// <summary>Whether a token stands for an image feature.</summary>
    public virtual bool IsImageToken(int tokenId) => tokenId == ImageTokenId;

    /// <summary>What a decoder that takes <c>token_type_ids</c> gets for a token. Default: 1 for image features, 0 for text.</summary>
    public virtual long TokenType(int tokenId) => IsImageToken(tokenId) ? 1 : 0;

    /// <summary>Positions of the tokens, [axes][tokens]. Default: one axis that counts from <see cref="FirstPosition"/>.</summary>
    /// <param name="tokenIds">What <see cref="Tokenize"/> returned.</param>
    /// <param name="images">What the image processor made of each image.</param>
    public virtual IReadOnlyList<long[]> Positions(IReadOnlyList<int> tokenIds, IReadOnlyList<ImageLayout> images) =>
        [[.. Enumerable.Range(0, tokenIds.Count).Select(position => FirstPosition + position)]];

    /// <summary>Arranges what the vision encoder returned as [features, embeddingSize]. Default: as it comes.</summary>
    /// <param name="features">[..., embeddingSize]</param>
    /// <param name="images">What the image processor made of each image.</param>
    internal virtual FloatTensor ArrangeFeatures(FloatTensor features, IReadOnlyList<ImageLayout> images) => features.ToRows();

    /// <summary>The text of a token that the configuration names by its id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="key">The configuration's key, for the message.</param>
    /// <exception cref="InvalidDataException">The tokenizer has no such token.</exception>
    protected string TokenOf(int id, string key) => Tokenizer.IdToToken(id)
        ?? throw new InvalidDataException($"{Configuration.Root.Location}: '{key}' is {id}, but the tokenizer has no such token.");

    /// <summary>A number of times the same token.</summary>
    protected static string Repeat(string token, int count) => string.Concat(Enumerable.Repeat(token, count));

    /// <summary>Replaces the marks in a rendered prompt, one after the other.</summary>
    /// <exception cref="InvalidDataException">The prompt does not have as many marks as there are replacements.</exception>
    protected static string ReplaceEach(string rendered, string mark, IEnumerable<string> replacements)
    {
        var parts = rendered.Split(mark);
        string[] texts = [.. replacements];
        return parts.Length - 1 == texts.Length
            ? string.Concat(parts.Zip([.. texts, ""], string.Concat))
            : throw new InvalidDataException($"The prompt has {parts.Length - 1} image marks '{mark}' for {texts.Length} images: {rendered}");
    }
}
