using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.ML.Sav.Benchmarks.Measuring;
using Microsoft.ML.Sav.Benchmarks.Peers;
using Microsoft.ML.Sav.Benchmarks.Reporting;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Benchmarks.Speed;

/// <summary>Measures class means and head scores of random vectors in memory, which exceed the processor's caches.</summary>
internal sealed class StatisticsBenchmark : IDisposable
{
    private const int Examples = 1000;
    private const int LeastRounds = 5;

    // Until tiered compilation is done.
    private const int WarmUps = 5;

    private const string Own = "SupportSet and HeadScores";
    private const string Reading = "reading the vectors twice";
    private const string Loop = "loops in C#";
    private const string NumPyMatMul = "NumPy, one matrix multiplication per head";
    private const string NumPyLoop = "NumPy, the reference implementation's loop";

    private static readonly FeatureLayout Layout = FeatureLayout.CreateUniform(layers: 30, heads: 9, headSize: 64);

    private readonly float[][] _vectors;
    private readonly int[] _classes;
    private readonly int _classCount;
    private readonly NumPyStatistics? _numPy;

    private StatisticsBenchmark(int classCount)
    {
        _classCount = classCount;
        _classes = [.. Enumerable.Range(0, Examples).Select(example => example % classCount)];
        _vectors = RandomVectors();
        if (NumPyStatistics.IsInstalled())
            _numPy = StartNumPy();
    }

    public static void Run(int repeats, MarkdownPage page, Aims aims)
    {
        page.Add("## Statistics");
        foreach (var classCount in new[] { 10, 100 })
        {
            using var benchmark = new StatisticsBenchmark(classCount);
            benchmark.Measure(repeats, page, aims);
        }
    }

    public void Dispose() => _numPy?.Dispose();

    private void Measure(int repeats, MarkdownPage page, Aims aims)
    {
        List<Subject> subjects = [new(Own, _ => CountSuccesses()), new(Reading, _ => ReadTwice()), new(Loop, _ => CountByLoop())];
        if (_numPy is not null)
            subjects.AddRange([new(NumPyMatMul, _ => _numPy.CountByMatMul()), new(NumPyLoop, _ => _numPy.CountByLoop())]);
        for (var i = 0; i < WarmUps; i++)
        {
            CountSuccesses();
            CountByLoop();
        }
        var timings = PairedRunner.Run(subjects, Math.Max(repeats, LeastRounds));

        var table = new MarkdownTable("", "ratio", "ms");
        foreach (var timing in timings.Values)
            table.Add(timing.Name, timing.RatioTo(timings[Own]).ToString("0.0"), timing.Spread.ToString("0.0"));
        page.Add($"""
            {Examples:N0} examples x {Layout.Count} heads x {Layout[0].Size} in memory, {_classCount} classes; {_numPy?.Libraries ?? "NumPy is not installed"}.
            Success counts differ by at most {LargestDifference()}. Measured after warm-up: the first call in a process takes longer.
            """);
        page.Add(table);

        if (_numPy is not null)
        {
            aims.AddAtLeast($"reference implementation's loop in NumPy / statistics, {_classCount} classes", timings[NumPyLoop].RatioTo(timings[Own]), 20);
            aims.AddAtLeast($"NumPy / statistics, {_classCount} classes", timings[NumPyMatMul].RatioTo(timings[Own]), 2);
        }
    }

    private IReadOnlyList<int> CountSuccesses()
    {
        using var support = new SupportSet(Layout, _classCount, memoryLimit: long.MaxValue);
        for (var i = 0; i < _vectors.Length; i++)
            support.Add(_vectors[i], _classes[i]);
        return HeadScores.Compute(support, support.ComputeClassMeans()).SuccessCounts;
    }

    private int[] CountByLoop() => ReferenceLoop.CountSuccesses(_vectors, _classes, _classCount, Layout.Count, Layout[0].Size);

    // Once for the means, once for the scores.
    private void ReadTwice()
    {
        for (var pass = 0; pass < 2; pass++)
            Parallel.ForEach(_vectors, vector => TensorPrimitives.Sum<float>(vector));
    }

    private int LargestDifference()
    {
        var own = CountSuccesses();
        IEnumerable<int[]> others = _numPy is null ? [CountByLoop()] : [CountByLoop(), _numPy.CountByMatMul(), _numPy.CountByLoop()];
        return others.Max(other => own.Select((count, head) => Math.Abs(count - other[head])).Max());
    }

    private float[][] RandomVectors()
    {
        var random = new Random(1);
        var centres = Enumerable.Range(0, _classCount).Select(_ => Vector()).ToArray();
        return [.. _classes.Select(c => Vector().Select((noise, i) => centres[c][i] + (4 * noise)).ToArray())];

        float[] Vector() => [.. Enumerable.Range(0, Layout.VectorLength).Select(_ => random.NextSingle() - 0.5f)];
    }

    private NumPyStatistics StartNumPy()
    {
        var file = Path.GetTempFileName();
        try
        {
            using (var stream = File.Create(file))
            {
                foreach (var vector in _vectors)
                    stream.Write(MemoryMarshal.AsBytes<float>(vector));
            }
            return new NumPyStatistics(file, Examples, Layout.Count, Layout[0].Size, _classCount);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
