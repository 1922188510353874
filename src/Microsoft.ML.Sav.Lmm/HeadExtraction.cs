using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm;

/// <summary>An item and the feature vectors of its prompt, or the reason why there are none.</summary>
/// <param name="Item">The item.</param>
/// <param name="Vectors"><see cref="FeatureExtractor.Layout"/>'s vectors, concatenated; <see langword="null"/> after an error.</param>
/// <param name="Error">Why the prompt could not be used; <see langword="null"/> if there are vectors.</param>
/// <param name="IsFromCache">Whether the vectors come from the feature cache.</param>
public sealed record HeadExtraction<T>(T Item, float[]? Vectors, PromptException? Error, bool IsFromCache)
{
    /// <summary>The vectors.</summary>
    /// <exception cref="PromptException">The prompt could not be used.</exception>
    public float[] GetVectors() => Vectors ?? throw Error!;

    /// <summary>The images' content, from the same read as the vectors; <see langword="null"/> if an image could not be read.</summary>
    internal IReadOnlyList<ImageContent>? Images { get; init; }
}
