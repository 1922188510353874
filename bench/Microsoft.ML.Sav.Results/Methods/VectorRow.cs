namespace Microsoft.ML.Sav.Results.Methods;

/// <summary>A row of numbers for ML.NET.</summary>
internal sealed class VectorRow
{
    public float[] Features { get; set; } = [];

    /// <summary>Index of the class.</summary>
    public int Label { get; set; }
}
