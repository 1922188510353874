using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Decoders;
using Microsoft.ML.Sav.Lmm.Encoders;
using Microsoft.ML.Sav.Lmm.Folders;

namespace Microsoft.ML.Sav.Lmm.Extraction;

/// <summary>Creates what turns a model's prompts into inputs of its decoder.</summary>
internal sealed class PromptPreparerFactory(ModelFolder folder, ModelEncoders encoders)
{
    private const string SampleText =
        "What is in the image, or what is the text about? Answer in one word: a person, an animal, a plant, a building, a machine, food, or something else.";

    /// <param name="features">The features to extract.</param>
    /// <param name="keepsImageFeatures">Whether equal images are encoded once.</param>
    /// <param name="splitsPrompts">Whether prompts are split where their common prefix ends.</param>
    public PromptPreparer Create(FeatureVectors features, bool keepsImageFeatures, bool splitsPrompts) => new(
        folder.PromptEncoder,
        GetImageEncoders(features)?.Get(keepsImageFeatures),
        features.Heads is null ? null : encoders.Embeddings,
        splitsPrompts ? CreateSplitter() : null);

    /// <summary>Creates what reads prompts and prepares none: opens no graph.</summary>
    public PromptPreparer CreateReader() => new(folder.PromptEncoder, images: null, embeddings: null);

    /// <summary>Creates what prepares prompts ahead of a decoder that takes <paramref name="batchSize"/> of them at once.</summary>
    /// <param name="features">The features to extract.</param>
    /// <param name="preparer">Prepares a prompt.</param>
    /// <param name="batchSize">Maximum number of prompts that the decoder runs together.</param>
    /// <param name="batchesImages">Whether images of several prompts may be encoded together.</param>
    public PromptPreparation CreatePreparation(FeatureVectors features, PromptPreparer preparer, int batchSize, bool batchesImages)
    {
        var batches = batchesImages ? GetImageEncoders(features)?.Batches : null;
        return new(preparer, batches, encoders.ImageThreads, capacity: Math.Max(batchSize, batches?.BatchSize ?? 0), embedsTokens: features.Heads is not null);
    }

    /// <summary>Prepares a short prompt, with an image if the model takes any, to check a decoder with.</summary>
    public DecoderInput PrepareSample()
    {
        var preparer = Create(new FeatureVectors(folder.Decoder.Layout), keepsImageFeatures: false, splitsPrompts: false);
        var prompt = new Prompt(SampleText, folder.PromptEncoder.TakesImages ? [SampleImage.Input] : []);
        return preparer.Prepare(preparer.Read(prompt), CancellationToken.None);
    }

    /// <summary>What opens the files that prompts need; can run in parallel.</summary>
    /// <param name="features">The features to extract.</param>
    /// <param name="takesImages">Whether to open the vision encoder.</param>
    public IEnumerable<Action> GetOpenings(FeatureVectors features, bool takesImages) =>
    [
        () => _ = folder.PromptEncoder,
        () => Open(features, takesImages),
    ];

    // the larger session first; token embeddings also wait for the tokenizer
    private void Open(FeatureVectors features, bool takesImages)
    {
        if (takesImages)
            GetImageEncoders(features)?.Open();
        if (features.Heads is not null)
            encoders.OpenEmbeddings();
    }

    private ImageEncoders? GetImageEncoders(FeatureVectors features) => encoders.GetImageEncoders(withTap: features.Has(FeatureKind.VisionEncoder));

    private PrefixSplitter CreateSplitter() => new(folder.PromptEncoder, folder.Configuration.LongestUniformPrompt ?? int.MaxValue);
}
