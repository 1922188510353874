namespace Microsoft.ML.Sav.Testing;

/// <summary>Attention in the forms that exporters write, added to a <see cref="SyntheticDecoder"/>.</summary>
internal static class SyntheticAttention
{
    /// <summary>A layer's queries, keys or values: [batch, heads, tokens, size].</summary>
    public static string Heads(this SyntheticDecoder decoder, string x, int heads, int size) =>
        decoder.SplitHeads(decoder.Add("MatMul", [x, decoder.Weight(SyntheticDecoder.Hidden, heads * size)]), heads, size);

    public static string SplitHeads(this SyntheticDecoder decoder, string x, int heads, int size) =>
        decoder.Transpose(decoder.Reshape(x, 0, 0, heads, size), 0, 2, 1, 3);

    /// <summary>Softmax(q kT) v: [batch, heads, tokens, size].</summary>
    public static string Attend(this SyntheticDecoder decoder, string q, string k, string v) =>
        decoder.Add("MatMul", [decoder.Add("Softmax", [decoder.Scores(q, k)], ("axis", -1)), v]);

    public static string Scores(this SyntheticDecoder decoder, string q, string k) =>
        decoder.Add("MatMul", [q, decoder.Transpose(k, 0, 1, 3, 2)]);

    /// <summary>[batch, heads, tokens, size] to [batch, tokens, heads * size].</summary>
    public static string MergeHeads(this SyntheticDecoder decoder, string heads, int width) =>
        decoder.Reshape(decoder.Transpose(heads, 0, 2, 1, 3), 0, 0, width);

    /// <summary>A whole attention up to its merged heads; the values become a cache output when one is named.</summary>
    public static string SelfAttention(this SyntheticDecoder decoder, string x, int heads, int size, string? valueOutput = null)
    {
        var values = decoder.Heads(x, heads, size);
        if (valueOutput is not null)
            decoder.Output(valueOutput, values, "batch", heads, "tokens", size);
        return decoder.MergeHeads(decoder.Attend(decoder.Heads(x, heads, size), decoder.Heads(x, heads, size), values), heads * size);
    }

    /// <summary>The output projection and the residual addition.</summary>
    public static string ProjectAndAdd(this SyntheticDecoder decoder, string x, string merged, int width) =>
        decoder.Add("Add", [x, decoder.Add("MatMul", [merged, decoder.Weight(width, SyntheticDecoder.Hidden)])]);

    /// <summary>A gated feed-forward block with its residual addition.</summary>
    public static string FeedForward(this SyntheticDecoder decoder, string x)
    {
        var gate = decoder.Add("Sigmoid", [decoder.Add("MatMul", [x, decoder.Weight(SyntheticDecoder.Hidden, 20)])]);
        var up = decoder.Add("MatMul", [x, decoder.Weight(SyntheticDecoder.Hidden, 20)]);
        return decoder.Add("Add", [x, decoder.Add("MatMul", [decoder.Add("Mul", [gate, up]), decoder.Weight(20, SyntheticDecoder.Hidden)])]);
    }

    /// <summary>Attention and feed-forward block; gives the tensor with the head vectors, and the layer's result.</summary>
    public static (string Tap, string Result) Layer(this SyntheticDecoder decoder, string x, int heads, int size, string? valueOutput = null)
    {
        var tap = decoder.SelfAttention(x, heads, size, valueOutput);
        return (tap, decoder.FeedForward(decoder.ProjectAndAdd(x, tap, heads * size)));
    }

    /// <summary>The decoder's first output.</summary>
    public static void End(this SyntheticDecoder decoder, string x) => decoder.Output("logits", x, "batch", "tokens", SyntheticDecoder.Hidden);
}
