using System.Diagnostics;

namespace Microsoft.ML.Sav.Benchmarks.Measuring;

/// <summary>
/// Measures subjects side by side: every round runs each of them once, in a random order, so that other load on the machine affects all of
/// them equally. The first round is a warm-up and does not count.
/// </summary>
internal static class PairedRunner
{
    // Threads of the previous subject may still be spinning.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public static Dictionary<string, Timings> Run(IReadOnlyList<Subject> subjects, int rounds)
    {
        var order = new Random(1);
        var times = subjects.ToDictionary(subject => subject.Name, _ => new List<double>());
        for (var round = -1; round < rounds; round++)
        {
            var shuffled = subjects.ToArray();
            order.Shuffle(shuffled);
            foreach (var subject in shuffled)
            {
                Thread.Sleep(Pause);
                var start = Stopwatch.GetTimestamp();
                subject.Run(Math.Max(round, 0));
                var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds / subject.Rows;
                subject.Finish?.Invoke();
                if (round >= 0)
                    times[subject.Name].Add(time);
            }
        }
        return times.ToDictionary(entry => entry.Key, entry => new Timings(entry.Key, entry.Value));
    }
}
