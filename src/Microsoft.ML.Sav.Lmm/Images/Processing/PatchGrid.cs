namespace Microsoft.ML.Sav.Lmm.Images.Processing;

/// <summary>Numbers of patches, before any merging.</summary>
internal readonly record struct PatchGrid(int Time, int Height, int Width)
{
    public int Count => Time * Height * Width;
}
