using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Sav.Benchmarks.Peers;

/// <summary>Inputs of the embedded LMM's decoder: a prompt's embeddings and an empty KV cache.</summary>
internal sealed class DecoderInputs : IDisposable
{
    private readonly List<OrtValue> _own = [];
    private readonly Dictionary<string, OrtValue> _values = [];

    /// <param name="decoder">The decoder.</param>
    /// <param name="embeddings">[1, tokens, embeddingSize]; owned by the caller.</param>
    /// <param name="tokens">Number of tokens.</param>
    public DecoderInputs(InferenceSession decoder, OrtValue embeddings, int tokens)
    {
        foreach (var (name, input) in decoder.InputMetadata)
            _values.Add(name, name == "inputs_embeds" ? embeddings : Create(name, input, tokens));
    }

    public IReadOnlyDictionary<string, OrtValue> Values => _values;

    public void Dispose() => _own.ForEach(value => value.Dispose());

    private OrtValue Create(string name, NodeMetadata input, int tokens)
    {
        var value = name switch
        {
            "attention_mask" => OrtValue.CreateTensorValueFromMemory(Enumerable.Repeat(1L, tokens).ToArray(), [1, tokens]),
            // past_key_values.*: [1, heads, 0, headSize]
            _ => OrtValue.CreateTensorValueFromMemory(Array.Empty<float>(), [1, input.Dimensions[1], 0, input.Dimensions[3]]),
        };
        _own.Add(value);
        return value;
    }
}
