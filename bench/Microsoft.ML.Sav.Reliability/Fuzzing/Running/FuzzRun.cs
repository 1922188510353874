using System.Diagnostics;
using System.Globalization;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Running;

/// <summary>Runs cases of a format in processes of their own, so that one that dies is a finding and not the end.</summary>
internal sealed class FuzzRun
{
    // Memory that a process may have, beyond which allocations fail.
    private const string HeapLimit = "0x80000000";
    private const int KeptLines = 3;

    private readonly List<FuzzFailure> _failures = [];

    private FuzzRun()
    {
    }

    public IReadOnlyList<FuzzFailure> Failures => _failures;

    /// <summary>Statistics of the processes that came to their end.</summary>
    public FuzzStatistics Statistics { get; private set; } = FuzzStatistics.None;

    /// <summary>Runs cases.</summary>
    /// <param name="target">The format.</param>
    /// <param name="seed">Seed of the cases.</param>
    /// <param name="first">Number of the first case.</param>
    /// <param name="end">One past the number of the last.</param>
    public static FuzzRun Run(FuzzTarget target, int seed, long first, long end)
    {
        var run = new FuzzRun();
        var parent = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        while (first < end)
        {
            var root = Directory.CreateDirectory(Path.Combine(parent, $"sav-fuzz-{Environment.ProcessId}-{target.Name}")).FullName;
            try
            {
                first = run.RunWorker(target, seed, first, end, root);
            }
            finally
            {
                Directory.Delete(root, recursive: true);
            }
        }
        return run;
    }

    // Returns the case to continue with.
    private long RunWorker(FuzzTarget target, int seed, long first, long end, string root)
    {
        using var worker = Process.Start(CreateStartInfo(target, seed, first, end, root))!;
        var errors = new Queue<string>();
        worker.ErrorDataReceived += (_, line) =>
        {
            if (!string.IsNullOrWhiteSpace(line.Data) && errors.Count < KeptLines)
                errors.Enqueue(line.Data.Trim());
        };
        worker.BeginErrorReadLine();
        while (worker.StandardOutput.ReadLine() is { } line)
        {
            var (failure, statistics) = Worker.Parse(line);
            if (failure is not null)
                _failures.Add(failure);
            Statistics = Statistics.Add(statistics ?? FuzzStatistics.None);
        }
        worker.WaitForExit();
        if (worker.ExitCode == 0)
            return end;
        var current = Path.Combine(root, Worker.CurrentCase);
        if (!File.Exists(current))
            throw new InvalidOperationException($"The worker ended with exit code {worker.ExitCode} before its first case: {string.Join(" ", errors)}");
        var number = BitConverter.ToInt64(File.ReadAllBytes(current));
        _failures.Add(new FuzzFailure(number, worker.ExitCode == Worker.Hangs ? "does not end" : $"ends the process with exit code {worker.ExitCode}: {string.Join(" ", errors)}"));
        return number + 1;
    }

    private static ProcessStartInfo CreateStartInfo(FuzzTarget target, int seed, long first, long end, string root)
    {
        string[] arguments = [typeof(FuzzRun).Assembly.Location, "fuzz", target.Name, "--seed", Text(seed), "--from", Text(first), "--cases", Text(end), "--worker", root];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        var temporary = Directory.CreateDirectory(Path.Combine(root, "temporary")).FullName;
        foreach (var name in (string[])["TMPDIR", "TMP", "TEMP", "HOME", "XDG_DATA_HOME"])
            start.Environment[name] = temporary;
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapLimit;
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return start;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
