namespace Microsoft.ML.Sav.Onnx;

/// <summary>Shapes of the decoder's cache inputs before the first token.</summary>
internal sealed class EmptyCache(DecoderHints hints)
{
    /// <summary>Whether an input holds what earlier tokens left behind.</summary>
    public static bool IsCache(string name) => name.StartsWith("past", StringComparison.Ordinal);

    /// <summary>
    /// Shape of an empty cache: no earlier tokens, and every other dimension as the graph says or, where it leaves them free, the batch
    /// and what the configuration says ([batch, heads, tokens, headSize]).
    /// </summary>
    public long[] ShapeOf(string name, int[] declared, int batch)
    {
        var shape = Array.ConvertAll(declared, dimension => dimension < 0 ? 0L : dimension);
        shape[0] = declared[0] < 0 ? batch : declared[0];
        if (shape.Length == 4 && !name.Contains("conv", StringComparison.Ordinal))
        {
            if (declared[1] < 0)
                shape[1] = LayerValue(hints.KeyValueHeadCounts ?? hints.HeadCounts, name);
            if (declared[3] < 0)
                shape[3] = hints.HeadSize ?? 0;
        }
        return shape;
    }

    private static int LayerValue(IReadOnlyList<int>? values, string name)
    {
        if (values is null or [])
            return 0;
        var digits = new string([.. name.SkipWhile(character => !char.IsAsciiDigit(character)).TakeWhile(char.IsAsciiDigit)]);
        return int.TryParse(digits, out var layer) && layer < values.Count ? values[layer] : values[0];
    }
}
