using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Sav.Lmm.Tensors;

namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>Copies ONNX Runtime tensors to managed memory.</summary>
internal static class OrtTensor
{
    /// <summary>Copies an fp32 or fp16 tensor to 32-bit floats.</summary>
    /// <param name="value">The tensor.</param>
    /// <param name="source">Path of the graph that returned it, for error messages.</param>
    public static FloatTensor ToFloatTensor(OrtValue value, string source)
    {
        var info = value.GetTensorTypeAndShape();
        return info.ElementDataType switch
        {
            TensorElementType.Float => new FloatTensor(value.GetTensorDataAsSpan<float>().ToArray(), info.Shape),
            TensorElementType.Float16 => new FloatTensor(Widen(value.GetTensorDataAsSpan<Float16>()), info.Shape),
            var other => throw new NotSupportedException($"'{source}' returns {other}, expected fp32 or fp16."),
        };
    }

    private static float[] Widen(ReadOnlySpan<Float16> values)
    {
        var widened = new float[values.Length];
        for (var i = 0; i < values.Length; i++)
            widened[i] = (float)values[i];
        return widened;
    }
}
