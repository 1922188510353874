using System.Numerics.Tensors;
using Microsoft.ML.Sav.Lmm.Tensors;

namespace Microsoft.ML.Sav.Lmm.Encoders;

/// <summary>What a vision encoder returned for one prompt's images, averaged over all rows (patches) of all images and tiles.</summary>
/// <param name="VisionEncoder">Mean of the rows before the projector; <see langword="null"/> if the encoder was opened without them.</param>
/// <param name="Projector">Mean of the image features, before a family arranges them.</param>
internal sealed record ImageMeans(float[]? VisionEncoder, float[] Projector)
{
    /// <summary>Averages the rows of tensors.</summary>
    /// <param name="tensors">[..., size] each, one size; at least one.</param>
    public static float[] Average(IReadOnlyList<FloatTensor> tensors)
    {
        var size = (int)tensors[0].Shape[^1];
        var sums = new double[size];
        var row = new double[size];
        var count = 0L;
        foreach (var values in tensors.Select(tensor => tensor.Values))
        {
            for (var start = 0; start < values.Length; start += size, count++)
            {
                TensorPrimitives.ConvertChecked<float, double>(values.AsSpan(start, size), row);
                TensorPrimitives.Add<double>(sums, row, sums);
            }
        }
        return Array.ConvertAll(sums, sum => (float)(sum / count));
    }
}
