using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Results.Data;

/// <summary>A labelled row.</summary>
/// <param name="Label">Name of its class.</param>
/// <param name="Location">File, and line if there is one, for messages.</param>
internal sealed record Row(string Label, string Location)
{
    /// <summary>Paths of the images, in order.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>The document to classify; empty if there is none.</summary>
    public string Text { get; init; } = "";

    /// <summary>The question about images or document; empty if there is none.</summary>
    public string Question { get; init; } = "";

    /// <summary>What the row may be used for.</summary>
    public DataPart Part { get; init; }

    /// <summary>What differs between rows of text: the document or, without one, the question.</summary>
    public string Document => Text.Length > 0 ? Text : Question;

    /// <summary>Document and question as one string.</summary>
    public string FullText => string.Join("\n", new[] { Text, Question }.Where(part => part.Length > 0));

    /// <summary>The prompt for the LMM.</summary>
    public Prompt CreatePrompt() => new(FullText, [.. Images.Select(ImageInput.FromFile)]);
}
