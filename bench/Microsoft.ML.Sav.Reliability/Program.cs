using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Sav.Reliability.Fuzzing;
using Microsoft.ML.Sav.Reliability.Fuzzing.Running;
using Microsoft.ML.Sav.Reliability.Fuzzing.Targets;
using Microsoft.ML.Sav.Reliability.Soaking;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var formats = new Argument<string[]>("format") { Description = $"Formats; by default all: {string.Join(", ", FuzzTargets.All.Select(target => target.Name))}." };
var cases = new Option<long>("--cases") { Description = "Number of the last case.", DefaultValueFactory = _ => 100_000 };
var from = new Option<long>("--from") { Description = "Number of the first case." };
var seed = new Option<int>("--seed") { Description = "Other seeds give other cases.", DefaultValueFactory = _ => 1 };
var one = new Option<long?>("--case") { Description = "Runs one case, prints what happens and keeps the file in artifacts/fuzz." };
var worker = new Option<string?>("--worker") { Hidden = true };

var fuzz = new Command("fuzz", "Reads damaged and hostile files of all formats, and reports every case that does more than throw the documented exception.")
{
    formats, cases, from, seed, one, worker,
};
fuzz.SetAction(parsed =>
{
    var names = parsed.GetValue(formats) ?? [];
    var targets = names.Length > 0 ? [.. names.Select(FuzzTargets.Find)] : FuzzTargets.All;
    if (parsed.GetValue(worker) is { } root)
        return Worker.Run(targets[0], parsed.GetValue(seed), parsed.GetValue(from), parsed.GetValue(cases), root);
    if (parsed.GetValue(one) is { } number)
        return RunOne(targets[0], parsed.GetValue(seed), number);
    // All formats, even if one fails.
    return targets.Select(target => RunAll(target, parsed.GetValue(seed), parsed.GetValue(from), parsed.GetValue(cases))).ToList().Max();
});

var threads = new Option<int>("--threads") { Description = "Number of threads.", DefaultValueFactory = _ => 64 };
var seconds = new Option<int>("--seconds") { Description = "Duration.", DefaultValueFactory = _ => 600 };
var soak = new Command("soak", "Predicts, trains, cancels, loads and disposes from many threads, and compares every score with that of one thread, to the bit.")
{
    threads, seconds, seed,
};
soak.SetAction(parsed => Soak(parsed.GetValue(threads), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(seed)));

return new RootCommand("Looks for what breaks the promises of docs/reliability.md.") { fuzz, soak }.Parse(args).Invoke();

static int Soak(int threads, TimeSpan duration, int seed)
{
    var report = SoakRun.Run(threads, duration, seed);
    Console.WriteLine($"{threads} threads, {duration.TotalSeconds} s: {string.Join(", ", report.Counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Value:N0} {count.Key}"))}");
    Console.WriteLine($"Memory at most {report.PeakMemory} MiB; median of each fifth of the time: {string.Join(", ", report.MedianMemory)}");
    Console.WriteLine($"{report.Errors.Count} errors");
    foreach (var errors in report.Errors.GroupBy(error => error))
        Console.WriteLine($"  {errors.Count()} x {errors.Key}");
    return report.Errors.Count > 0 ? 1 : 0;
}

static int RunAll(FuzzTarget target, int seed, long first, long end)
{
    var start = Stopwatch.StartNew();
    var run = FuzzRun.Run(target, seed, first, end);
    var all = run.Statistics;
    Console.WriteLine($"{target.Name}: {end - first:N0} cases in {start.Elapsed.TotalSeconds:F0} s, {run.Failures.Count} failed, {all.Refused:N0} refused; at most {all.SlowestMilliseconds:F0} ms and {all.MostAllocated / 1048576.0:F1} MiB");
    const int Shown = 20;
    foreach (var failure in run.Failures.Take(Shown))
        Console.WriteLine($"  {target.Name} --seed {seed} --case {failure.Case}: {failure.Reason}");
    if (run.Failures.Count > Shown)
        Console.WriteLine($"  and {run.Failures.Count - Shown:N0} more");
    return run.Failures.Count > 0 ? 1 : 0;
}

static int RunOne(FuzzTarget target, int seed, long number)
{
    var input = FuzzCase.Create(target, seed, number);
    var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "fuzz", target.Name)).FullName;
    var file = Path.Combine(folder, $"{input.Name}+{seed}-{number}");
    File.WriteAllBytes(file, input.Content);
    Console.WriteLine($"{file}, {input.Content.Length:N0} bytes");
    var start = Environment.CpuUsage.TotalTime;
    var outcome = "Read";
    var isDocumented = true;
    try
    {
        target.Read(input, Directory.CreateTempSubdirectory("sav-fuzz-").FullName);
    }
    catch (Exception exception)
    {
        isDocumented = target.IsDocumented(exception);
        outcome = $"{exception}\n{(isDocumented ? "Refused" : "Failed")}";
    }
    Console.WriteLine($"{outcome} in {(Environment.CpuUsage.TotalTime - start).TotalMilliseconds:F0} ms of CPU time.");
    return isDocumented ? 0 : 1;
}
