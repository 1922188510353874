using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>How an image was resized and cut, which determines its number of features.</summary>
/// <param name="Original">Size before processing.</param>
/// <param name="Resized">Size in pixels at which the encoder gets the image, or the canvas of its tiles.</param>
internal sealed record ImageLayout(ImageSize Original, ImageSize Resized)
{
    /// <summary>Rows of tiles; 0 if the image was not cut.</summary>
    public int TileRows { get; init; }

    /// <summary>Columns of tiles; 0 if the image was not cut.</summary>
    public int TileColumns { get; init; }

    /// <summary>Number of crops that the encoder gets: the tiles, and the global image or thumbnail if there is one.</summary>
    public int CropCount { get; init; } = 1;

    /// <summary>Patches, for encoders that get patches; otherwise zeros.</summary>
    public PatchGrid Grid { get; init; }
}
