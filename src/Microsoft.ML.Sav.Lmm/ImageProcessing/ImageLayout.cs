using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>How one image was laid out, from which follows how many placeholders it takes in the prompt.</summary>
/// <param name="Original">Size before processing.</param>
/// <param name="Resized">Size in pixels of the whole image (or of its canvas, where it is cut into tiles) as the encoder sees it.</param>
public sealed record ImageLayout(ImageSize Original, ImageSize Resized)
{
    /// <summary>Rows of tiles; 0 where the image was not cut.</summary>
    public int TileRows { get; init; }

    /// <summary>Columns of tiles; 0 where the image was not cut.</summary>
    public int TileColumns { get; init; }

    /// <summary>Pictures handed to the encoder: tiles, and the view of the whole image if there is one.</summary>
    public int Views { get; init; } = 1;

    /// <summary>Patches over time, height and width, for encoders that take patches; else zeros.</summary>
    public PatchGrid Grid { get; init; }
}
