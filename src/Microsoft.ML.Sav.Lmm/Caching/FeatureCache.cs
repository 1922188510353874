using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.Caching;

/// <summary>
/// Stores head vectors in a folder, one file per prompt, in single precision. The key is the model (fingerprint and head taps), the text after
/// the chat template, the content of the images and the heads.
/// </summary>
/// <remarks>
/// Processes may share a folder: files are written atomically, and a damaged one counts as missing. Vectors that cannot be written are
/// computed again the next time. Nothing is ever deleted; the user may delete the folder at any time.
/// </remarks>
/// <param name="files">The folder.</param>
/// <param name="model">What the vectors depend on besides the prompt.</param>
/// <param name="allHeads">Every head of the model: their vectors contain those of any selection.</param>
internal sealed class FeatureCache(VectorFiles files, ModelKey model, FeatureLayout allHeads)
{
    /// <summary>Finds the vectors of a prompt; <see langword="null"/> if the cache lacks them.</summary>
    public float[]? Find(string text, IReadOnlyList<ImageContent> images, FeatureLayout heads)
    {
        if (files.Read(PromptKey.Create(model, text, images, heads), heads.VectorLength) is { } vectors)
            return vectors;
        return !heads.Equals(allHeads) && files.Read(PromptKey.Create(model, text, images, allHeads), allHeads.VectorLength) is { } vectorsOfAll
            ? allHeads.Gather(vectorsOfAll, [.. heads.Select(allHeads.FindPosition)])
            : null;
    }

    /// <summary>Stores the vectors of a prompt, if the folder can be written.</summary>
    public void Add(string text, IReadOnlyList<ImageContent> images, FeatureLayout heads, float[] vectors) =>
        files.Write(PromptKey.Create(model, text, images, heads), vectors);
}
