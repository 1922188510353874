namespace Microsoft.ML.Sav.Results.Methods;

/// <summary>A row of numbers for ML.NET.</summary>
internal sealed class VectorRow
{
    public float[] Features { get; set; } = [];

    /// <summary>Class index + 1: 0 is the missing key.</summary>
    public uint Label { get; set; }
}
