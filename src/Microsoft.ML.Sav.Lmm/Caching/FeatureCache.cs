using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.Caching;

/// <summary>
/// Stores feature vectors in a folder, one file per prompt, in single precision. The key is the model (fingerprint and head taps), the text after
/// the chat template, the content of the images and the features.
/// </summary>
/// <remarks>
/// Processes may share a folder: files are written atomically, and a damaged one counts as missing. Vectors that cannot be written are
/// computed again the next time. Nothing is ever deleted; the user may delete the folder at any time.
/// </remarks>
/// <param name="files">The folder.</param>
/// <param name="model">What the vectors depend on besides the prompt.</param>
/// <param name="getLarger">Returns layouts whose vectors contain those of others, and which are looked up too.</param>
internal sealed class FeatureCache(VectorFiles files, ModelKey model, Func<IEnumerable<FeatureLayout>> getLarger)
{
    /// <summary>Finds the vectors of a prompt; <see langword="null"/> if the cache lacks them.</summary>
    public float[]? Find(string text, IReadOnlyList<ImageContent> images, FeatureLayout features)
    {
        if (Read(text, images, features) is { } vectors)
            return vectors;
        foreach (var larger in getLarger().Where(larger => !larger.Equals(features) && !features.Except(larger).Any()))
        {
            if (Read(text, images, larger) is { } vectorsOfMore)
                return larger.Gather(vectorsOfMore, [.. features.Select(larger.FindPosition)]);
        }
        return null;
    }

    /// <summary>Stores the vectors of a prompt, if the folder can be written.</summary>
    public void Add(string text, IReadOnlyList<ImageContent> images, FeatureLayout features, float[] vectors) =>
        files.Write(PromptKey.Create(model, text, images, features), vectors);

    private float[]? Read(string text, IReadOnlyList<ImageContent> images, FeatureLayout features) =>
        files.Read(PromptKey.Create(model, text, images, features), features.VectorLength);
}
