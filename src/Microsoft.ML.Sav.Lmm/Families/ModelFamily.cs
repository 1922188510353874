using Microsoft.ML.Sav.Lmm.Images.Processing;

namespace Microsoft.ML.Sav.Lmm.Families;

/// <summary>What the models of one family have in common beyond their configuration.</summary>
internal abstract class ModelFamily
{
    /// <summary>Writes the placeholders of each image's features into a rendered prompt, in place of the template's mark for an image.</summary>
    /// <param name="rendered">The prompt after the chat template.</param>
    /// <param name="images">What the image processor made of each image.</param>
    public abstract string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images);

    /// <summary>Replaces the marks in a rendered prompt, one after the other.</summary>
    /// <exception cref="InvalidDataException">The prompt does not have as many marks as there are images.</exception>
    protected static string ReplaceEach(string rendered, string mark, IReadOnlyList<string> replacements)
    {
        var parts = rendered.Split(mark);
        return parts.Length - 1 == replacements.Count
            ? string.Concat(parts.Zip([.. replacements, ""], string.Concat))
            : throw new InvalidDataException($"The prompt has {parts.Length - 1} image marks '{mark}' for {replacements.Count} images: {rendered}");
    }
}
