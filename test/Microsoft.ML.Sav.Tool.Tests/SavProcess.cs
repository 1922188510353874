using System.Diagnostics;
using System.Text.Json;

namespace Microsoft.ML.Sav.Tool.Tests;

/// <summary>The real tool in a process of its own.</summary>
internal sealed class SavProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private SavProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public int ExitCode { get; private set; }

    public string Output => _output.Result;

    public string Error => _error.Result;

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Output);

    /// <summary>Runs the tool to its end.</summary>
    public static SavProcess Run(params string[] arguments) => Run(culture: "en_US.UTF-8", arguments);

    public static SavProcess Run(string culture, string[] arguments)
    {
        var sav = new SavProcess(StartInfo("dotnet", [Assembly, .. arguments], culture));
        sav.WaitForExit();
        return sav;
    }

    /// <summary>Starts the tool, which listens to Ctrl+C even where the tests were started not to.</summary>
    public static SavProcess Start(params string[] arguments) => OperatingSystem.IsLinux()
        ? new(StartInfo("env", ["--default-signal=INT", "dotnet", Assembly, .. arguments]))
        : new(StartInfo("dotnet", [Assembly, .. arguments]));

    public void WaitForExit()
    {
        _process.WaitForExit();
        ExitCode = _process.ExitCode;
    }

    /// <summary>Ends the process as a power cut would.</summary>
    public void Kill()
    {
        _process.Kill();
        WaitForExit();
    }

    public void Interrupt()
    {
        using (var kill = Process.Start("kill", ["-INT", $"{Id}"]))
            kill.WaitForExit();
        WaitForExit();
    }

    public void Dispose() => _process.Dispose();

    private static string Assembly => Path.Combine(AppContext.BaseDirectory, "sav.dll");

    private static ProcessStartInfo StartInfo(string file, string[] arguments, string culture = "en_US.UTF-8") => new(file, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["LC_ALL"] = culture },
    };
}
