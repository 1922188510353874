using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Report.Evaluation;

/// <summary>What a report shows of a row.</summary>
/// <param name="Name">File and folder of its image, without the folders above; empty without images.</param>
/// <param name="Text">Its text; empty if all rows have the same.</param>
/// <param name="Image">Its first image, small, as JPEG; <see langword="null"/> without images.</param>
/// <param name="Overlay">The image with the evidence for the predicted class; <see langword="null"/> without.</param>
internal sealed record RowContent(string Name, string Text, byte[]? Image, byte[]? Overlay)
{
    private const int MaxTextLength = 240;

    /// <param name="prompt">The prompt of the row.</param>
    /// <param name="hasText">Whether its text is its own, and not that of all rows.</param>
    /// <param name="overlay">The image with the evidence for the predicted class.</param>
    public static RowContent Create(Prompt prompt, bool hasText, byte[]? overlay)
    {
        var text = hasText ? Markup.Name.Shorten(prompt.Text[prompt.SharedLength..].Trim(), MaxTextLength) : "";
        return prompt.Images is [var image, ..]
            ? new RowContent(GetShortPath(image.Name), text, Thumbnail.Encode(image), overlay)
            : new RowContent("", text, null, null);
    }

    // A report is passed on: whose home it was written in is nobody's business.
    private static string GetShortPath(string path) => string.Join('/', path.Split('/', '\\')[^Math.Min(2, path.Split('/', '\\').Length)..]);
}
