namespace Microsoft.ML.Sav.Onnx.Tests.Rewriting;

public enum QueryNorm
{
    None,
    ReciprocalRoot, // x * (1 / sqrt), as TorchScript writes Gemma 3 and Qwen 3
    Root, // x / sqrt
    Length, // x / |x|
    LayerNormalization,
}

public enum Bias
{
    None,
    Left,
    Right,
}

/// <summary>Choices of an exporter when it writes an attention.</summary>
public sealed record AttentionForm(
    QueryNorm Norm, Bias Bias, bool NormBeforeTranspose, bool CastInNorm, bool FusedProjection, bool ScaledQueries, bool ScaledKeys,
    bool Masked, bool Rotary, bool SoftmaxOnLastAxis, bool ReplacesNaN, bool DropsShapes);
