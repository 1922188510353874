using System.Diagnostics;
using System.Numerics.Tensors;
using Microsoft.ML.Sav.Benchmarks.Reporting;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Benchmarks.Speed;

/// <summary>
/// Measures class means and head scores of vectors beyond the memory limit, and their lower bounds: a plain read of a file of that size, and
/// the multiply-adds of all cosines.
/// </summary>
internal static class LargeStatisticsBenchmark
{
    private const int ClassCount = 100;
    private const int BytesOfHalf = 2;
    private const int ReadLength = 1 << 20;
    private const int MatMulRuns = 5;

    // The heads of a language model with 7 billion parameters.
    private static readonly FeatureLayout Layout = FeatureLayout.CreateUniform(layers: 28, heads: 28, headSize: 128);

    // An exponent per head, then the values.
    private static readonly int BytesOfExample = BytesOfHalf * (Layout.Count + Layout.VectorLength);

    public static void Run(int rows, MarkdownPage page)
    {
        using var support = new SupportSet(Layout, ClassCount);
        var adding = Add(support, rows);
        var scoring = Seconds(() => HeadScores.Compute(support, support.ComputeClassMeans()));
        var bytes = (double)rows * BytesOfExample;
        var reading = Read((long)bytes);
        var multiplying = (double)rows * Layout.VectorLength * ClassCount / MultiplyAddsPerSecond();

        page.Add("### More vectors than stay in memory");
        page.Add($"""
            {rows:N0} examples x {Layout.Count} heads x {Layout[0].Size}, {ClassCount} classes: {bytes / 1e9:0.0} GB in half precision, of which
            SupportSet writes all but {SupportSet.DefaultMemoryLimit >> 20} MiB to a temporary file. The last two rows are lower bounds for scoring.
            """);
        var table = new MarkdownTable("", "s", "GB/s");
        Report("adding: class sums, half precision, writing", adding);
        Report("scoring", scoring);
        Report("plain read of a file of that size", reading);
        Report("multiply-adds at the fastest fp32 matrix multiplication", multiplying);
        page.Add(table);

        void Report(string name, double seconds) => table.Add(name, $"{seconds:0.0}", $"{bytes / seconds / 1e9:0.0}");
    }

    // Without the time to generate vectors.
    private static double Add(SupportSet support, int rows)
    {
        var random = new Random(1);
        var centres = Enumerable.Range(0, ClassCount).Select(_ => RandomValues(random, Layout.VectorLength)).ToArray();
        var noise = RandomValues(random, 8 * Layout.VectorLength);
        var vectors = new float[Layout.VectorLength];
        var seconds = 0.0;
        for (var row = 0; row < rows; row++)
        {
            // The support set does not copy arrays that stay in memory.
            if ((long)row * Layout.VectorLength * sizeof(float) <= SupportSet.DefaultMemoryLimit)
                vectors = new float[Layout.VectorLength];
            var start = random.Next(noise.Length - vectors.Length);
            TensorPrimitives.MultiplyAdd(noise.AsSpan(start, vectors.Length), 4, centres[row % ClassCount], vectors);
            seconds += Seconds(() => support.Add(vectors, row % ClassCount));
        }
        return seconds;
    }

    private static double Read(long length)
    {
        var path = Path.GetTempFileName();
        try
        {
            var piece = new byte[ReadLength];
            using (var file = File.OpenWrite(path))
            {
                for (var written = 0L; written < length; written += piece.Length)
                    file.Write(piece);
            }
            using var handle = File.OpenHandle(path);
            using var buffers = new ThreadLocal<byte[]>(() => new byte[ReadLength]);
            return Seconds(() => Parallel.For(0, length / ReadLength, number => RandomAccess.Read(handle, buffers.Value!, number * ReadLength)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static double MultiplyAddsPerSecond()
    {
        using var matMul = new LargeMatMul();
        return LargeMatMul.MultiplyAdds / Enumerable.Range(0, MatMulRuns).Min(_ => Seconds(matMul.Run));
    }

    private static double Seconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static float[] RandomValues(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
}
