using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Tool.Lmms;

namespace Microsoft.ML.Sav.Tool.Inspection;

/// <summary>What <c>sav doctor</c> finds.</summary>
/// <param name="Lmm">The LMM that commands use; <see langword="null"/> if there is none.</param>
/// <param name="Trial">How fast it is; <see langword="null"/> if it does not open.</param>
/// <param name="Problem">What is missing or wrong, and how to mend it; <see langword="null"/> if all is well.</param>
internal sealed record Checkup(LmmChoice? Lmm, TrialRun? Trial, string? Problem)
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    /// <summary>Version of the tool.</summary>
    public string Version { get; } = typeof(Checkup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private static string OnnxRuntimeVersion => OrtEnv.Instance().GetVersionString();

    // the CPU is the last resort of ONNX Runtime, and always there
    private static string[] Providers => [.. OrtEnv.Instance().GetAvailableProviders().Select(name => name.Replace("ExecutionProvider", "", StringComparison.Ordinal))];

    /// <summary>Checks the machine.</summary>
    /// <param name="choose">Chooses the LMM.</param>
    /// <param name="options">How it runs.</param>
    /// <param name="cancellationToken">Cancels the speed test.</param>
    public static Checkup Run(Func<LmmChoice> choose, LmmOptions options, CancellationToken cancellationToken)
    {
        LmmChoice? lmm = null;
        try
        {
            lmm = choose();
            using var model = MultimodalModel.Open(lmm.Folder, options);
            var trial = TrialRun.Run(model, TimeLimit, cancellationToken);
            return new Checkup(lmm, trial.Problem is null ? trial : null, trial.Problem ?? model.CpuFallbackReason);
        }
        catch (Exception exception) when (exception is LmmException or IOException or InvalidDataException or InvalidOperationException and not ObjectDisposedException)
        {
            var problems = lmm is not null && Directory.Exists(lmm.Folder) ? MultimodalModel.FindProblems(lmm.Folder, options) : [];
            return new Checkup(lmm, null, problems.Count > 0 ? $"The LMM in '{lmm!.Folder}' cannot be used: {string.Join(" ", problems)}" : exception.Message);
        }
    }

    /// <summary>Lines of a table.</summary>
    public IEnumerable<string[]> Lines() =>
    [
        [".NET", RuntimeInformation.FrameworkDescription],
        ["system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.RuntimeIdentifier}, {Environment.ProcessorCount} cores"],
        ["ONNX Runtime", OnnxRuntimeVersion],
        ["providers", string.Join(", ", Providers)],
        [LmmOptions.OptimizedModelVariable, Environment.GetEnvironmentVariable(LmmOptions.OptimizedModelVariable) ?? "not set"],
        ["LMM", Lmm is null ? "none" : $"{Lmm.Folder} ({Lmm.Origin})"],
        ["LMM opens", Trial is null ? "no" : $"yes, first example after {Trial.FirstSeconds:F1} s"],
        ["speed", Trial is null ? "-" : $"{1 / Trial.Seconds:F1} examples per second; 200 examples train in about {200 * Trial.Seconds:F0} s"],
        ["problems", Problem ?? "none"],
    ];

    public object ToJson() => new
    {
        Version,
        Dotnet = RuntimeInformation.FrameworkDescription,
        System = RuntimeInformation.OSDescription,
        RuntimeInformation.RuntimeIdentifier,
        Cores = Environment.ProcessorCount,
        OnnxRuntime = OnnxRuntimeVersion,
        Providers,
        OptimizedModels = Environment.GetEnvironmentVariable(LmmOptions.OptimizedModelVariable),
        Lmm = Lmm?.Folder,
        LmmOrigin = Lmm?.Origin.Trim('\''),
        LmmOpens = Trial is not null,
        Trial?.FirstSeconds,
        SecondsPerExample = Trial?.Seconds,
        Problem,
    };
}
