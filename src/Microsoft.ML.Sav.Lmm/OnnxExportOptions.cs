using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Lmm;

/// <summary>Options of <see cref="MultimodalModel.ExportOnnx"/>.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>
    /// The prompt, for the metadata, in which <c>{text}</c> stands for a text that differs per row. Default: <see langword="null"/>, the metadata have
    /// none.
    /// </summary>
    public string? Prompt { get; init; }

    /// <summary>Whether prompts have images; if not, the vision encoder is left out. Default: <see langword="true"/>.</summary>
    public bool TakesImages { get; init; } = true;

    /// <summary>
    /// Whether images are given as bytes: the input <c>rgb</c>, uint8 [images, height, width, 3], replaces <c>pixel_values</c>, and the export scales and
    /// normalises them. They have the size that <c>sav.pixels</c> names. Default: <see langword="false"/>.
    /// </summary>
    public bool TakesRgb { get; init; }

    /// <summary>
    /// Which rows are rejected. The export then has the outputs <c>strangeness</c>, float32 [batch], and <c>rejected</c>, bool [batch];
    /// <c>label</c> is empty and <c>label_index</c> -1 for rejected rows. Default: <see langword="null"/>, none.
    /// </summary>
    public RejectOption? RejectOption { get; init; }
}
