using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>A tensor of 32-bit floats in managed memory.</summary>
internal sealed record FloatTensor(float[] Values, long[] Shape)
{
    /// <summary>Copies a tensor of fp32, or of fp16, which is widened.</summary>
    public static FloatTensor CopyOf(OrtValue value, string source)
    {
        var info = value.GetTensorTypeAndShape();
        return info.ElementDataType switch
        {
            TensorElementType.Float => new FloatTensor(value.GetTensorDataAsSpan<float>().ToArray(), info.Shape),
            TensorElementType.Float16 => new FloatTensor(Widen(value.GetTensorDataAsSpan<Float16>()), info.Shape),
            var other => throw new NotSupportedException($"'{source}' returns {other}, expected fp32 or fp16."),
        };
    }

    /// <summary>Joins tensors of rows, one below the other.</summary>
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

    /// <summary>The same values as [rows, size], where size is the last dimension.</summary>
    public FloatTensor ToRows() => new(Values, [Shape[^1] == 0 ? 0 : Values.Length / Shape[^1], Shape[^1]]);

    /// <summary>Some of the rows along the first dimension.</summary>
    public FloatTensor Rows(Range rows)
    {
        var (first, count) = rows.GetOffsetAndLength((int)Shape[0]);
        var size = Values.Length / (int)Shape[0];
        return new FloatTensor(Values.AsSpan(first * size, count * size).ToArray(), [count, .. Shape[1..]]);
    }

    private static float[] Widen(ReadOnlySpan<Float16> values)
    {
        var widened = new float[values.Length];
        for (var i = 0; i < values.Length; i++)
            widened[i] = (float)values[i];
        return widened;
    }
}
