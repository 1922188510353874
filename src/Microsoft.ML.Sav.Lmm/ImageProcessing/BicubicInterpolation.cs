using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>
/// Bicubic interpolation of numbers without antialiasing, as PyTorch's <c>interpolate(mode="bicubic")</c>: 4 x 4 neighbours whatever the
/// factor, edges repeated, a = -0.75.
/// </summary>
internal static class BicubicInterpolation
{
    private const int Taps = 4;

    public static void Resize(ReadOnlySpan<float> source, ImageSize size, Span<float> destination, ImageSize target)
    {
        var columns = Positions(size.Width, target.Width);
        var rows = Positions(size.Height, target.Height);
        for (var y = 0; y < target.Height; y++)
        {
            for (var x = 0; x < target.Width; x++)
            {
                var sum = 0f;
                for (var i = 0; i < Taps; i++)
                {
                    var row = source.Slice(Math.Clamp(rows[y].Start + i, 0, size.Height - 1) * size.Width, size.Width);
                    var rowSum = 0f;
                    for (var j = 0; j < Taps; j++)
                        rowSum += row[Math.Clamp(columns[x].Start + j, 0, size.Width - 1)] * columns[x].Weights[j];
                    sum += rowSum * rows[y].Weights[i];
                }
                destination[y * target.Width + x] = sum;
            }
        }
    }

    private static (int Start, float[] Weights)[] Positions(int inputs, int outputs)
    {
        var scale = (float)inputs / outputs;
        var positions = new (int, float[])[outputs];
        for (var i = 0; i < outputs; i++)
        {
            var centre = scale * (i + 0.5f) - 0.5f;
            var first = (int)MathF.Floor(centre);
            var fraction = centre - first;
            positions[i] = (first - 1, [Outer(fraction + 1), Inner(fraction), Inner(1 - fraction), Outer(2 - fraction)]);
        }
        return positions;
    }

    private const float A = -0.75f;

    private static float Inner(float x) => ((A + 2) * x - (A + 3)) * x * x + 1;

    private static float Outer(float x) => ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
}
