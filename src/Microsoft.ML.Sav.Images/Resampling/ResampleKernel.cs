namespace Microsoft.ML.Sav.Images.Resampling;

/// <summary>
/// Which input pixels an output pixel is computed from along one axis, and their weights in fixed point. When shrinking, the filter is
/// stretched by the factor, so that every input contributes (antialiasing).
/// </summary>
internal sealed class ResampleKernel
{
    /// <summary>Fraction bits. Of 32 bits, 8 are the result and 2 hold sums outside 0..255, since filters have negative lobes.</summary>
    public const int PrecisionBits = 32 - 8 - 2;

    /// <summary>One half: truncating then rounds.</summary>
    public const int Rounding = 1 << (PrecisionBits - 1);

    private readonly int[] _starts;
    private readonly int[] _counts;
    private readonly int[] _weights; // [outputs, _capacity]
    private readonly int _capacity;

    /// <param name="inputs">Number of input pixels.</param>
    /// <param name="outputs">Number of output pixels of the whole axis.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="part">The output pixels to compute; positions below count from its start.</param>
    public ResampleKernel(int inputs, int outputs, ResampleFilter filter, Range part)
    {
        var (first, length) = part.GetOffsetAndLength(outputs);
        var (support, weight) = FilterFunction.Get(filter);
        var scale = (double)inputs / outputs;
        var stretch = Math.Max(scale, 1);
        support *= stretch;
        _capacity = (int)Math.Ceiling(support) * 2 + 1;
        (_starts, _counts, _weights) = (new int[length], new int[length], new int[checked(length * _capacity)]);

        Span<double> exact = new double[_capacity];
        for (var output = 0; output < length; output++)
        {
            var center = (first + output + 0.5) * scale;
            var start = Math.Max(0, (int)(center - support + 0.5));
            var count = Math.Min(inputs, (int)(center + support + 0.5)) - start;
            var sum = 0.0;
            for (var i = 0; i < count; i++)
                sum += exact[i] = weight((i + start - center + 0.5) * (1 / stretch));
            for (var i = 0; i < count; i++)
                _weights[output * _capacity + i] = ToFixedPoint(sum == 0 ? exact[i] : exact[i] / sum);
            (_starts[output], _counts[output]) = (start, count);
        }
    }

    /// <summary>The first input that any output uses.</summary>
    public int First => _starts[0];

    /// <summary>One past the last input that any output uses.</summary>
    public int End => _starts[^1] + _counts[^1];

    /// <summary>The first input of an output.</summary>
    public int Start(int output) => _starts[output];

    /// <summary>Weights of the inputs, starting at <see cref="Start"/>.</summary>
    public ReadOnlySpan<int> Weights(int output) => _weights.AsSpan(output * _capacity, _counts[output]);

    private static int ToFixedPoint(double weight) => (int)(weight * (1 << PrecisionBits) + (weight < 0 ? -0.5 : 0.5));
}
