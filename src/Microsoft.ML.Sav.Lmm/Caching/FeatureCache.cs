using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.Caching;

/// <summary>
/// Stores the vectors of all features in a folder, one file per prompt, in single precision. The key is the model (fingerprint and options that
/// change vectors), the text after the chat template and the content of the images.
/// </summary>
/// <remarks>
/// Always all features, from prompts that run one by one: what is found does not depend on who ran the prompt, for which features, or with
/// which other prompts. Processes may share a folder: files are written atomically, and a damaged one counts as missing. Vectors that cannot
/// be written are computed again the next time. Nothing is deleted unless it is asked for; the user may delete the folder at any time.
/// </remarks>
/// <param name="files">The folder.</param>
/// <param name="model">What the vectors depend on besides the prompt.</param>
/// <param name="layout">Every feature of the model.</param>
internal sealed class FeatureCache(VectorFiles files, ModelKey model, FeatureLayout layout)
{
    /// <summary>The features whose vectors are stored.</summary>
    public FeatureLayout Layout => layout;

    /// <summary>Positions of some features among those that are stored.</summary>
    /// <exception cref="ArgumentException">The model lacks one of the features.</exception>
    public int[] FindPositions(FeatureLayout features)
    {
        var missing = features.Except(layout).ToArray();
        return missing.Length == 0
            ? [.. features.Select(layout.FindPosition)]
            : throw new ArgumentException($"The model has no features {string.Join(", ", missing)} of that size.", nameof(features));
    }

    /// <summary>Finds the vectors of a prompt; <see langword="null"/> if the cache lacks them.</summary>
    public float[]? Find(string text, IReadOnlyList<ImageContent> images) =>
        files.Read(CreateKey(text, images), layout.VectorLength);

    /// <summary>Stores the vectors of a prompt, if the folder can be written.</summary>
    public void Add(string text, IReadOnlyList<ImageContent> images, float[] vectors) =>
        files.Write(CreateKey(text, images), vectors);

    /// <summary>Deletes the vectors of a prompt. Returns <see langword="false"/> if the cache lacks them.</summary>
    /// <exception cref="IOException">They cannot be deleted.</exception>
    public bool Remove(string text, IReadOnlyList<ImageContent> images) => files.Delete(CreateKey(text, images));

    private string CreateKey(string text, IReadOnlyList<ImageContent> images) => PromptKey.Create(model, text, images, layout);
}
