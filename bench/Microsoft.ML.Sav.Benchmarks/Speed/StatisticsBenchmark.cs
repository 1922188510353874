using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.ML.Sav.Benchmarks.Measuring;
using Microsoft.ML.Sav.Benchmarks.Peers;
using Microsoft.ML.Sav.Benchmarks.Reporting;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Benchmarks.Speed;

/// <summary>Class means and head scores on the same random vectors in memory, which are larger than the processor's caches.</summary>
internal sealed class StatisticsBenchmark : IDisposable
{
    private const int Examples = 1000;
    private const int LeastRounds = 5;

    // until the runtime has compiled all code for speed
    private const int WarmUps = 5;

    private const string Own = "SupportSet and HeadScores";
    private const string Reading = "reading the vectors twice";
    private const string Loop = "loops in C#";
    private const string NumPyProduct = "NumPy, a product a head";
    private const string NumPyLoop = "NumPy, the reference's loop";

    private static readonly HeadLayout Layout = HeadLayout.CreateUniform(layers: 30, heads: 9, headSize: 64);

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
        List<Subject> subjects = [new(Own, _ => SuccessCounts()), new(Reading, _ => ReadTwice()), new(Loop, _ => CountByLoop())];
        if (_numPy is not null)
            subjects.AddRange([new(NumPyProduct, _ => _numPy.ByProduct()), new(NumPyLoop, _ => _numPy.ByLoop())]);
        for (var i = 0; i < WarmUps; i++)
        {
            SuccessCounts();
            CountByLoop();
        }
        var timings = PairedRunner.Run(subjects, Math.Max(repeats, LeastRounds));

        var table = new MarkdownTable("", "ratio", "ms");
        foreach (var timing in timings.Values)
            table.Add(timing.Name, timing.RatioTo(timings[Own]).ToString("0.0"), timing.Spread.ToString("0.0"));
        page.Add($"""
            {Examples:N0} examples x {Layout.Count} heads x {Layout[0].Size} in memory, {_classCount} classes; {_numPy?.Libraries ?? "NumPy is left out: it is missing"}.
            Success counts differ by at most {LargestDifference()}. Code is warm: the first call in a process takes longer.
            """);
        page.Add(table);

        if (_numPy is not null)
        {
            aims.AtLeast($"reference's loop in NumPy / statistics, {_classCount} classes", timings[NumPyLoop].RatioTo(timings[Own]), 20);
            aims.AtLeast($"NumPy / statistics, {_classCount} classes", timings[NumPyProduct].RatioTo(timings[Own]), 2);
        }
    }

    private IReadOnlyList<int> SuccessCounts()
    {
        using var support = new SupportSet(Layout, _classCount, memoryLimit: long.MaxValue);
        foreach (var (vectors, classIndex) in _vectors.Zip(_classes))
            support.Add(vectors, classIndex);
        return HeadScores.Compute(support, support.ComputeClassMeans()).SuccessCounts;
    }

    private int[] CountByLoop() => ReferenceLoop.SuccessCounts(_vectors, _classes, _classCount, Layout.Count, Layout[0].Size);

    // once for the means and once for the scores
    private void ReadTwice()
    {
        for (var pass = 0; pass < 2; pass++)
            Parallel.ForEach(_vectors, vector => TensorPrimitives.Sum<float>(vector));
    }

    private int LargestDifference()
    {
        var own = SuccessCounts();
        IEnumerable<int[]> others = _numPy is null ? [CountByLoop()] : [CountByLoop(), _numPy.ByProduct(), _numPy.ByLoop()];
        return others.Max(other => other.Zip(own, (theirs, ours) => Math.Abs(theirs - ours)).Max());
    }

    private float[][] RandomVectors()
    {
        var random = new Random(1);
        var centres = Enumerable.Range(0, _classCount).Select(_ => Vector()).ToArray();
        return [.. _classes.Select(c => Vector().Zip(centres[c], (noise, centre) => centre + (4 * noise)).ToArray())];

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
