namespace Microsoft.ML.Sav.Lmm.Tensors;

/// <summary>A tensor of 32-bit floats in managed memory.</summary>
/// <param name="Values">The elements, the last dimension fastest.</param>
/// <param name="Shape">The dimensions.</param>
internal sealed record FloatTensor(float[] Values, long[] Shape)
{
    /// <summary>Concatenates tensors along the first dimension.</summary>
    /// <param name="tensors">[rows, size] each; at least one.</param>
    public static FloatTensor Concat(IReadOnlyList<FloatTensor> tensors)
    {
        if (tensors.Count == 1)
            return tensors[0];
        var values = new float[tensors.Sum(tensor => tensor.Values.Length)];
        var start = 0;
        foreach (var tensor in tensors)
        {
            tensor.Values.CopyTo(values, start);
            start += tensor.Values.Length;
        }
        return new FloatTensor(values, [tensors.Sum(tensor => tensor.Shape[0]), tensors[0].Shape[1]]);
    }

    /// <summary>The same values as [rows, size], size being the last dimension.</summary>
    public FloatTensor ToRows() => new(Values, [Shape[^1] == 0 ? 0 : Values.Length / Shape[^1], Shape[^1]]);

    /// <summary>A range along the first dimension.</summary>
    public FloatTensor Rows(Range rows)
    {
        var (first, count) = rows.GetOffsetAndLength((int)Shape[0]);
        var size = Values.Length / (int)Shape[0];
        return new FloatTensor(Values.AsSpan(first * size, count * size).ToArray(), [count, .. Shape[1..]]);
    }
}
