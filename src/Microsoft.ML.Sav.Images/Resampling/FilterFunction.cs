namespace Microsoft.ML.Sav.Images.Resampling;

/// <summary>Filter weights as functions of the distance to the center, and their support in pixels (Pillow, Resample.c).</summary>
internal static class FilterFunction
{
    public static (double Support, Func<double, double> Weight) Get(ResampleFilter filter) => filter switch
    {
        ResampleFilter.Box => (0.5, Box),
        ResampleFilter.Bilinear => (1, Bilinear),
        ResampleFilter.Hamming => (1, Hamming),
        ResampleFilter.Bicubic => (2, Bicubic),
        ResampleFilter.Lanczos => (3, Lanczos),
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "Expected a filter with a weight function."),
    };

    private static double Box(double x) => x is > -0.5 and <= 0.5 ? 1 : 0;

    private static double Bilinear(double x) => Math.Max(0, 1 - Math.Abs(x));

    private static double Hamming(double x)
    {
        x = Math.Abs(x);
        if (x >= 1)
            return 0;
        // Pillow's constants are single precision.
        return x == 0 ? 1 : Sinc(x) * (0.54f + 0.46f * Math.Cos(x * Math.PI));
    }

    private static double Bicubic(double x)
    {
        const double A = -0.5;
        x = Math.Abs(x);
        if (x < 1)
            return ((A + 2) * x - (A + 3)) * x * x + 1;
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
    }

    private static double Lanczos(double x) => x is >= -3 and < 3 ? Sinc(x) * Sinc(x / 3) : 0;

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(x * Math.PI) / (x * Math.PI);
}
