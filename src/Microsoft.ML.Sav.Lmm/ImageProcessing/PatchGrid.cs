namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>Numbers of patches, before any merging.</summary>
public readonly record struct PatchGrid(int Time, int Height, int Width)
{
    /// <summary>All patches.</summary>
    public int Count => Time * Height * Width;
}
