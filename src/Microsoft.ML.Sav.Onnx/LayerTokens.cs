namespace Microsoft.ML.Sav.Onnx;

/// <summary>Outputs of a graph from which the head vectors of a layer are computed per token of its one row.</summary>
/// <param name="Tap">The layer's heads.</param>
internal sealed record LayerTokens(LayerTap Tap)
{
    /// <summary>Output [1, heads * size]: per head the attention probabilities of the probed tokens; null if no head at the last token is wanted.</summary>
    public string? Attention { get; init; }

    /// <summary>Output with the value vectors, [..., valueHeads, tokens, size]; see <see cref="TokensComeFirst"/>.</summary>
    public string? Values { get; init; }

    /// <summary>Whether values of rank 3 are [1, tokens, valueHeads * size].</summary>
    public bool TokensComeFirst { get; init; }

    /// <summary>Output [tokens, heads * size]: the head vectors of all tokens; null if no mean over tokens is wanted.</summary>
    public string? Tokens { get; init; }
}
