using System.Globalization;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Running;

/// <summary>The process that runs cases, and may die of one. The number of the current case is in a file, results are lines on standard output.</summary>
internal static class Worker
{
    public const int Hangs = 3;
    private const char Separator = '\t';
    private static readonly TimeSpan Patience = 5 * CaseRunner.TimeLimit;

    public static int Run(FuzzTarget target, int seed, long first, long end, string root)
    {
        using var current = File.OpenHandle(Path.Combine(root, CurrentCase), FileMode.Create, FileAccess.Write, FileShare.Read);
        var sandbox = new Sandbox(Path.Combine(root, "sandbox"));
        var runner = new CaseRunner(target, seed, sandbox);
        // Standard output is for results.
        var results = Console.Out;
        Console.SetOut(TextWriter.Null);
        Console.SetError(TextWriter.Null);
        var caseStart = Environment.CpuUsage.TotalTime.Ticks;
        using var watch = new Timer(_ => ExitIfSlow(Volatile.Read(ref caseStart)), null, Patience, TimeSpan.FromSeconds(0.5));
        for (var number = first; number < end; number++)
        {
            Volatile.Write(ref caseStart, Environment.CpuUsage.TotalTime.Ticks);
            RandomAccess.Write(current, BitConverter.GetBytes(number), 0);
            if (TryRun(runner, number) is { } failure)
            {
                results.WriteLine($"{failure.Case}{Separator}{failure.Reason}");
                results.Flush();
            }
        }
        var all = runner.Statistics;
        results.WriteLine(FormattableString.Invariant($"{Separator}{all.Cases}{Separator}{all.Refused}{Separator}{all.SlowestMilliseconds}{Separator}{all.MostAllocated}"));
        return 0;
    }

    private static FuzzFailure? TryRun(CaseRunner runner, long number)
    {
        try
        {
            return runner.Run(number);
        }
        catch (Exception exception)
        {
            return new FuzzFailure(number, $"could not be created: {exception}".ReplaceLineEndings(" "));
        }
    }

    /// <summary>Name of the file with the number of the current case.</summary>
    public static string CurrentCase => "current-case";

    /// <summary>Parses a line: a failure, or statistics.</summary>
    public static (FuzzFailure? Failure, FuzzStatistics? Statistics) Parse(string line)
    {
        var parts = line.Split(Separator);
        if (parts[0].Length > 0)
            return (new FuzzFailure(long.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]), null);
        var numbers = Array.ConvertAll(parts[1..], part => double.Parse(part, CultureInfo.InvariantCulture));
        return (null, new FuzzStatistics((long)numbers[0], (long)numbers[1], numbers[2], (long)numbers[3]));
    }

    private static void ExitIfSlow(long caseStart)
    {
        if (Environment.CpuUsage.TotalTime.Ticks - caseStart > Patience.Ticks)
            Environment.Exit(Hangs);
    }
}
