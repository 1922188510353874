using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Microsoft.ML.Sav.Tool.Tests;

/// <summary>The real tool in a process of its own.</summary>
internal sealed class SavProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly StringBuilder _error = new();

    private SavProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
        _process.BeginErrorReadLine();
    }

    public int ExitCode { get; private set; }

    public string Output => _output.Result;

    public string Error
    {
        get
        {
            lock (_error)
                return _error.ToString();
        }
    }

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Output);

    /// <summary>Runs the tool to its end.</summary>
    public static SavProcess Run(params string[] arguments) => RunWithCulture("en_US.UTF-8", arguments);

    public static SavProcess RunWithCulture(string culture, params string[] arguments) => RunWithVariable("LC_ALL", culture, arguments);

    /// <summary>Runs the tool to its end, with a variable in its environment.</summary>
    public static SavProcess RunWithVariable(string name, string value, params string[] arguments)
    {
        var start = StartInfo("dotnet", [Assembly, .. arguments]);
        start.Environment[name] = value;
        var sav = new SavProcess(start);
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

    /// <summary>Waits until something has come to pass, or the process has ended.</summary>
    public void WaitFor(Func<SavProcess, bool> condition)
    {
        while (!condition(this) && !_process.HasExited)
            Thread.Sleep(1);
    }

    /// <summary>Ends the process as a power cut would.</summary>
    public void Kill()
    {
        _process.Kill();
        WaitForExit();
    }

    public void Interrupt()
    {
        using (var kill = Process.Start("kill", ["-INT", $"{_process.Id}"]))
            kill.WaitForExit();
        WaitForExit();
    }

    public void Dispose() => _process.Dispose();

    private void Append(string? line)
    {
        lock (_error)
            _error.Append(line is null ? "" : $"{line}\n");
    }

    private static string Assembly => Path.Combine(AppContext.BaseDirectory, "sav.dll");

    private static ProcessStartInfo StartInfo(string file, string[] arguments) => new(file, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["LC_ALL"] = "en_US.UTF-8" },
    };
}
