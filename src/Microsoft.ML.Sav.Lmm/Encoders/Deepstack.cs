namespace Microsoft.ML.Sav.Lmm.Encoders;

/// <summary>Recognises the tensors that carry image features to deeper layers of the decoder (Qwen3-VL), by how exporters name them.</summary>
internal static class Deepstack
{
    /// <summary>Whether a tensor's name marks deepstack features.</summary>
    public static bool IsName(string tensor) => tensor.Contains("deepstack", StringComparison.OrdinalIgnoreCase);
}
