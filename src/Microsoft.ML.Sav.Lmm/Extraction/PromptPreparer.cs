using Microsoft.ML.Sav.Lmm.Decoders;
using Microsoft.ML.Sav.Lmm.Encoders;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Lmm.Prompts;
using Microsoft.ML.Sav.Lmm.Sessions;

namespace Microsoft.ML.Sav.Lmm.Extraction;

/// <summary>Turns a prompt into the decoder's inputs: chat template, image features, token ids, embeddings. Safe to use from many threads.</summary>
/// <param name="prompts">Renders and tokenizes.</param>
/// <param name="images">Encodes images; <see langword="null"/> if the model has no vision encoder.</param>
/// <param name="embeddings">Embeds tokens; <see langword="null"/> if the decoder does.</param>
/// <param name="splitter">Finds the tokens that other prompts may share; <see langword="null"/> without prefix caching.</param>
internal sealed class PromptPreparer(PromptEncoder prompts, IImageEncoder? images, TokenEmbeddings? embeddings, PrefixSplitter? splitter = null)
{
    /// <summary>Renders the chat template and reads the images.</summary>
    public PromptContent Read(Prompt prompt)
    {
        var text = prompts.Render(prompt);
        return new PromptContent(text, [.. prompt.Images.Select(image => image.Read())])
        {
            SharedLength = prompt.SharedLength == 0 ? 0 : text.IndexOf(prompt.Text, StringComparison.Ordinal) + prompt.SharedLength,
        };
    }

    /// <summary>Encodes images, tokens and embeddings.</summary>
    /// <param name="content">The prompt.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public DecoderInput Prepare(PromptContent content, CancellationToken cancellationToken)
    {
        ImageFeatures? features = null;
        IReadOnlyList<ProcessedImages> pixels = [];
        if (content.Images.Count > 0)
        {
            features = images?.Encode(content.Images, cancellationToken);
            pixels = images is null ? prompts.ProcessImages(content.Images) : [];
        }
        var inputs = prompts.Encode(content.Text, features?.Layouts ?? [.. pixels.SelectMany(call => call.Layouts)]) with { Images = pixels };
        var tensors = embeddings?.Run(inputs.TokenIds, features, cancellationToken) ?? new Dictionary<string, FloatTensor>();
        return new DecoderInput(inputs, tensors) { PrefixLength = splitter?.Find(content, inputs.TokenIds) ?? 0 };
    }
}
