namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>Number of patches along each axis, before they are merged.</summary>
internal readonly record struct PatchGrid(int Height, int Width)
{
    /// <summary>Number of all patches.</summary>
    public int Count => Height * Width;
}
