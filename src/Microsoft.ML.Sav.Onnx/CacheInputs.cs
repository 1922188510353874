namespace Microsoft.ML.Sav.Onnx;

/// <summary>The inputs of a decoder that take its KV cache or another state of earlier tokens.</summary>
/// <param name="hints">The decoder's configuration, for dimensions that the graph leaves open.</param>
internal sealed class CacheInputs(DecoderHints hints)
{
    private const int Rank = 4; // [batch, heads, tokens, headSize]

    /// <summary>Whether an input takes the state of earlier tokens.</summary>
    public static bool IsCache(string name) => name.StartsWith("past", StringComparison.Ordinal);

    /// <summary>Shape of an input before the first token.</summary>
    /// <param name="name">Name of the input.</param>
    /// <param name="declared">Its declared shape; negative where a dimension is free.</param>
    /// <param name="batch">Number of rows, where the first dimension is free.</param>
    public long[] EmptyShape(string name, int[] declared, int batch)
    {
        var shape = Array.ConvertAll(declared, dimension => dimension < 0 ? 0L : dimension);
        shape[0] = declared[0] < 0 ? batch : declared[0];
        if (shape.Length == Rank && !name.Contains("conv", StringComparison.Ordinal))
        {
            if (declared[1] < 0)
                shape[1] = ValueForLayer(hints.KeyValueHeadCounts ?? hints.HeadCounts, name);
            if (declared[3] < 0)
                shape[3] = hints.HeadSize ?? 0;
        }
        return shape;
    }

    private static int ValueForLayer(IReadOnlyList<int>? values, string name)
    {
        if (values is null or [])
            return 0;
        var digits = new string([.. name.SkipWhile(character => !char.IsAsciiDigit(character)).TakeWhile(char.IsAsciiDigit)]);
        return int.TryParse(digits, out var layer) && layer < values.Count ? values[layer] : values[0];
    }
}
