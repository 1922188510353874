using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Decoders;
using Microsoft.ML.Sav.Lmm.Tensors;
using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Lmm.Attribution;

/// <summary>Computes what the heads of a prompt are sums of.</summary>
/// <remarks>
/// A head at the last token is the sum of the values of all tokens, each times its attention probability. A head that is averaged over tokens
/// is the sum of its vectors at those tokens, each times its share.
/// </remarks>
internal sealed class HeadParts(HeadDecoder decoder, IReadOnlyList<LayerTokens> layers) : IDisposable
{
    /// <summary>Runs the decoder, once per as many tokens as a head's vector has elements if heads at the last token are wanted.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="sources">What each token is.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The vectors of the decoder's heads, and the parts of each.</returns>
    public (float[] Vectors, IReadOnlyList<FeatureParts> Features) Compute(
        DecoderInput prompt, IReadOnlyList<AttributionSource> sources, CancellationToken cancellationToken)
    {
        var byLayer = layers.ToDictionary(layer => layer.Tap.Layer);
        string[] fixedOutputs = [HeadGraphFormat.HeadVectors, .. layers.SelectMany(layer => new[] { layer.Values, layer.Tokens }).OfType<string>()];
        var outputs = fixedOutputs.Zip(decoder.Run(prompt, 0, fixedOutputs, cancellationToken)).ToDictionary(output => output.First, output => output.Second);
        var probabilities = ComputeProbabilities(prompt, cancellationToken);
        var weights = prompt.CreateTokenWeights();
        return (outputs[HeadGraphFormat.HeadVectors].Values, [.. decoder.Layout.Select(head =>
        {
            var layer = byLayer[head.Layer];
            return head.Kind == FeatureKind.LastToken
                ? Weigh(ReadValues(outputs[layer.Values!], layer, head, prompt.Length), probabilities[(head.Layer, head.Index)], sources)
                : Weigh(ReadHead(outputs[layer.Tokens!], head), weights, sources);
        })]);
    }

    /// <summary>Closes the decoder.</summary>
    public void Dispose() => decoder.Dispose();

    // [layer, head] -> [tokens]
    private Dictionary<(int Layer, int Head), float[]> ComputeProbabilities(DecoderInput prompt, CancellationToken cancellationToken)
    {
        LayerTokens[] probed = [.. layers.Where(layer => layer.Attention is not null)];
        var probabilities = probed
            .SelectMany(layer => Enumerable.Range(0, layer.Tap.HeadCount).Select(head => (layer.Tap.Layer, head)))
            .ToDictionary(head => head, _ => new float[prompt.Length]);
        if (probed.Length == 0)
            return probabilities;
        string[] outputs = Array.ConvertAll(probed, layer => layer.Attention!);
        var window = probed.Min(layer => layer.Tap.HeadSize);
        for (var first = 0; first < prompt.Length; first += window)
        {
            var count = Math.Min(window, prompt.Length - first);
            foreach (var (layer, result) in probed.Zip(decoder.Run(prompt, first, outputs, cancellationToken)))
            {
                for (var head = 0; head < layer.Tap.HeadCount; head++)
                    result.Values.AsSpan(head * layer.Tap.HeadSize, count).CopyTo(probabilities[(layer.Tap.Layer, head)].AsSpan(first));
            }
        }
        return probabilities;
    }

    // several heads may share values
    private static FloatTensor ReadValues(FloatTensor values, LayerTokens layer, Feature head, int tokens)
    {
        var size = head.Size;
        var valueHeads = values.Values.Length / (tokens * size);
        var isExpected = valueHeads > 0 && values.Values.Length == valueHeads * tokens * size && layer.Tap.HeadCount % valueHeads == 0;
        if (!isExpected)
            throw new NotSupportedException($"The values of layer {head.Layer} have the shape [{string.Join(", ", values.Shape)}], which does not fit {tokens} tokens and heads of size {size}.");
        var own = head.Index / (layer.Tap.HeadCount / valueHeads);
        var tokensFirst = layer.TokensComeFirst && values.Shape.Length == 3;
        var rows = new float[tokens * size];
        for (var token = 0; token < tokens; token++)
        {
            var start = tokensFirst ? token * valueHeads + own : own * tokens + token;
            values.Values.AsSpan(start * size, size).CopyTo(rows.AsSpan(token * size));
        }
        return new FloatTensor(rows, [tokens, size]);
    }

    private static FloatTensor ReadHead(FloatTensor tokens, Feature head)
    {
        var (count, width) = ((int)tokens.Shape[0], (int)tokens.Shape[1]);
        var rows = new float[count * head.Size];
        for (var token = 0; token < count; token++)
            tokens.Values.AsSpan(token * width + head.Index * head.Size, head.Size).CopyTo(rows.AsSpan(token * head.Size));
        return new FloatTensor(rows, [count, head.Size]);
    }

    private static FeatureParts Weigh(FloatTensor rows, float[] weights, IReadOnlyList<AttributionSource> sources)
    {
        var size = (int)rows.Shape[1];
        for (var token = 0; token < weights.Length; token++)
        {
            var row = rows.Values.AsSpan(token * size, size);
            TensorPrimitives.Multiply(row, weights[token], row);
        }
        return new FeatureParts(rows, sources);
    }
}
