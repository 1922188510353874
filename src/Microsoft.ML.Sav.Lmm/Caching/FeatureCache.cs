using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.Caching;

/// <summary>
/// Head vectors in a folder: for the same model (by fingerprint and head taps), the same text after the chat template and images of the
/// same content, wherever they are. Vectors are kept in single precision, one file per prompt.
/// </summary>
/// <remarks>
/// Processes may share a folder: files appear whole or not at all, and a damaged one counts as missing. What cannot be written is computed
/// again the next time. Nothing is ever deleted; the user may delete the folder at any time.
/// </remarks>
/// <param name="files">The folder.</param>
/// <param name="model">What the vectors depend on beside the prompt.</param>
/// <param name="allHeads">Every head of the model: vectors of all heads serve any choice of them.</param>
internal sealed class FeatureCache(VectorFiles files, ModelKey model, HeadLayout allHeads)
{
    /// <summary>The vectors of a prompt; <see langword="null"/> if the cache lacks them.</summary>
    public float[]? Find(string text, IReadOnlyList<ImageContent> images, HeadLayout heads)
    {
        if (files.Read(PromptKey.Create(model, text, images, heads), heads.VectorLength) is { } vectors)
            return vectors;
        return !heads.Equals(allHeads) && files.Read(PromptKey.Create(model, text, images, allHeads), allHeads.VectorLength) is { } vectorsOfAll
            ? allHeads.Gather(vectorsOfAll, [.. heads.Select(allHeads.FindPosition)])
            : null;
    }

    /// <summary>Keeps the vectors of a prompt, if possible.</summary>
    public void Keep(string text, IReadOnlyList<ImageContent> images, HeadLayout heads, float[] vectors) =>
        files.Write(PromptKey.Create(model, text, images, heads), vectors);
}
