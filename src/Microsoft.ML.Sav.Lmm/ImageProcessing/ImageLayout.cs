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

    /// <summary>The part of the image that <see cref="Resized"/> shows, which may extend beyond it. Default: all of it.</summary>
    public ImageRegion Region { get; init; } = ImageRegion.Whole(Original);

    /// <summary>The part of the image that each crop shows, in their order; <see langword="null"/> if there are several and it is not known.</summary>
    public IReadOnlyList<ImageRegion>? Crops => CropCount == 1 ? [Region] : TilesComeFirst ? [.. Region.Split(TileRows, TileColumns), Region] : null;

    /// <summary>Whether the crops are the tiles, row by row, and then the whole image, and cover it without padding. Default: <see langword="false"/>.</summary>
    public bool TilesComeFirst { get; init; }

    /// <summary>Side of the squares of patches that come one after another in the order of <see cref="Grid"/>. Default: 1, row by row.</summary>
    public int MergeSize { get; init; } = 1;
}
