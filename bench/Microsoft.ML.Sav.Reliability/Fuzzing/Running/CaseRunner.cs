using System.Diagnostics;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Running;

/// <summary>Runs cases in this process, and checks what each may do.</summary>
/// <param name="target">The format.</param>
/// <param name="seed">Seed of the cases.</param>
/// <param name="sandbox">Where cases may write.</param>
internal sealed class CaseRunner(FuzzTarget target, int seed, Sandbox sandbox)
{
    /// <summary>CPU time that a case may take.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(1);

    /// <summary>What the cases took so far.</summary>
    public FuzzStatistics Statistics { get; private set; } = FuzzStatistics.None;

    /// <summary>Runs a case.</summary>
    /// <returns>What it broke; <see langword="null"/> if nothing.</returns>
    public FuzzFailure? Run(long number)
    {
        var input = FuzzCase.Create(target, seed, number);
        var (error, time, allocated) = Measure(input);
        // Once more: the first time may include compilation.
        if (time > TimeLimit || allocated > target.AllocationLimit)
            (error, time, allocated) = Measure(input);
        var isRefused = error is not null && target.IsDocumented(error);
        Statistics = Statistics.Add(new FuzzStatistics(1, isRefused ? 1 : 0, time.TotalMilliseconds, allocated));
        return FindProblem(error, isRefused, time, allocated) is { } problem ? new FuzzFailure(number, problem.ReplaceLineEndings(" ")) : null;
    }

    private string? FindProblem(Exception? error, bool isRefused, TimeSpan time, long allocated) =>
        error is not null && !isRefused ? $"{error.GetType()}: {error.Message} {FindPlace(error)}"
        : time > TimeLimit ? FormattableString.Invariant($"took {time.TotalSeconds:F1} s of CPU time, at most {TimeLimit.TotalSeconds} s are allowed")
        : allocated > target.AllocationLimit ? $"allocated {allocated >> 20} MiB, at most {target.AllocationLimit >> 20} MiB are allowed"
        : sandbox.FindEscaped() is { } path ? $"wrote '{path}', outside of its folder"
        : null;

    private (Exception? Error, TimeSpan Time, long Allocated) Measure(FuzzInput input)
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var start = Environment.CpuUsage.TotalTime;
        Exception? error = null;
        try
        {
            target.Read(input, sandbox.Folder);
        }
        catch (Exception exception)
        {
            error = exception;
        }
        return (error, Environment.CpuUsage.TotalTime - start, GC.GetTotalAllocatedBytes() - allocated);
    }

    // The first frame of our code.
    private static string? FindPlace(Exception error) => new StackTrace(error).GetFrames()
        .Select(frame => frame.GetMethod()?.DeclaringType is { FullName: { } type } && type.StartsWith("Microsoft.ML.Sav", StringComparison.Ordinal) ? $"in {type}.{frame.GetMethod()!.Name}" : null)
        .FirstOrDefault(place => place is not null);
}
