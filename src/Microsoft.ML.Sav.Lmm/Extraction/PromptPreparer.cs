using Microsoft.ML.Sav.Lmm.Decoders;
using Microsoft.ML.Sav.Lmm.Encoders;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Lmm.Prompts;
using Microsoft.ML.Sav.Lmm.Tensors;

namespace Microsoft.ML.Sav.Lmm.Extraction;

/// <summary>Turns a prompt into the decoder's inputs: chat template, image features, token ids, embeddings. Safe to use from many threads.</summary>
/// <param name="prompts">Renders and tokenizes.</param>
/// <param name="images">Encodes images; <see langword="null"/> if the model has no vision encoder.</param>
/// <param name="embeddings">Embeds tokens; <see langword="null"/> if the decoder does.</param>
/// <param name="splitter">Finds the tokens that other prompts may share; <see langword="null"/> without prefix caching.</param>
internal sealed class PromptPreparer(PromptEncoder prompts, IImageEncoder? images, TokenEmbeddings? embeddings, PrefixSplitter? splitter = null)
{
    /// <summary>Cuts a text that is too long, renders the chat template and reads the images.</summary>
    public PromptContent Read(Prompt prompt)
    {
        prompt = prompts.Truncate(prompt);
        var text = prompts.Render(prompt);
        return new PromptContent(text, [.. prompt.Images.Select(image => image.Read())])
        {
            SharedLength = prompt.SharedLength == 0 ? 0 : text.IndexOf(prompt.Text, StringComparison.Ordinal) + prompt.SharedLength,
        };
    }

    /// <summary>Encodes images and embeds tokens.</summary>
    /// <param name="content">The prompt.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public DecoderInput Prepare(PromptContent content, CancellationToken cancellationToken)
    {
        var features = EncodeImages(content, cancellationToken);
        return Embed(content, features is null ? ProcessImages(content) : [], features, cancellationToken);
    }

    /// <summary>Encodes the images of a prompt; <see langword="null"/> if it has none, or the model has no vision encoder.</summary>
    /// <param name="content">The prompt.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public ImageFeatures? EncodeImages(PromptContent content, CancellationToken cancellationToken) =>
        content.Images.Count > 0 ? images?.Encode(content.Images, cancellationToken) : null;

    /// <summary>Decodes images and prepares their pixels, one entry per call of the vision encoder.</summary>
    public IReadOnlyList<ProcessedImages> ProcessImages(PromptContent content) => content.Images.Count > 0 ? prompts.ProcessImages(content.Images) : [];

    /// <summary>Tokenizes a prompt and embeds its tokens.</summary>
    /// <param name="content">The prompt.</param>
    /// <param name="pixels">Its images, if the decoder encodes images itself.</param>
    /// <param name="features">Its image features, if there is a vision encoder.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public DecoderInput Embed(PromptContent content, IReadOnlyList<ProcessedImages> pixels, ImageFeatures? features, CancellationToken cancellationToken)
    {
        var inputs = prompts.Encode(content.Text, features?.Layouts ?? [.. pixels.SelectMany(call => call.Layouts)]) with { Images = pixels };
        var tensors = embeddings?.Run(inputs.TokenIds, features, cancellationToken) ?? new Dictionary<string, FloatTensor>();
        return new DecoderInput(inputs, tensors) { PrefixLength = splitter?.Find(content, inputs.TokenIds) ?? 0 };
    }
}
