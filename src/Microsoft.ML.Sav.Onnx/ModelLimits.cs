namespace Microsoft.ML.Sav.Onnx;

/// <summary>Upper bounds, far above every published model, that keep a damaged or hostile file from exhausting memory.</summary>
internal static class ModelLimits
{
    /// <summary>Number of nodes in a graph once its functions are inlined.</summary>
    public const int MaxNodes = 1_000_000;

    /// <summary>Number of floats in the head vectors of one row, all layers together.</summary>
    public const int MaxVectorLength = 1 << 22;
}
