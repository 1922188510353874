using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Microsoft.ML.Sav.Tool.Tests;

/// <summary>Runs the tool in its own process.</summary>
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

    /// <summary>Runs the tool to its end in a folder, whose subfolder <c>config</c> has the user's configuration, and <c>tmp</c> temporary files.</summary>
    public static SavProcess RunIn(string folder, params string[] arguments) => RunIn(folder, lmm: null, arguments);

    /// <summary>Runs the tool to its end in a folder, with an LMM in the environment.</summary>
    public static SavProcess RunIn(string folder, string? lmm, string[] arguments)
    {
        var start = StartInfo("dotnet", [Assembly, .. arguments]);
        start.WorkingDirectory = folder;
        start.Environment["XDG_CONFIG_HOME"] = Path.Combine(folder, "config");
        start.Environment["APPDATA"] = Path.Combine(folder, "config");
        start.Environment["TMPDIR"] = Directory.CreateDirectory(Path.Combine(folder, "tmp")).FullName;
        start.Environment["SAV_LMM"] = lmm;
        var sav = new SavProcess(start);
        sav.WaitForExit();
        return sav;
    }

    /// <summary>Runs a Bash script in which <c>sav</c> runs the tool and <c>$@</c> is <paramref name="arguments"/>.</summary>
    public static SavProcess RunScript(string script, params string[] arguments)
    {
        var start = StartInfo("bash", ["-c", $"sav() {{ dotnet \"$assembly\" \"$@\"; }}; assembly=$0; {script}", Assembly, .. arguments]);
        start.Environment["LC_ALL"] = "C.UTF-8"; // Bash warns of languages that the machine lacks
        var sav = new SavProcess(start);
        sav.WaitForExit();
        return sav;
    }

    /// <summary>Starts the tool, which reacts to Ctrl+C even if the tests ignore it.</summary>
    public static SavProcess Start(params string[] arguments) => OperatingSystem.IsLinux()
        ? new(StartInfo("env", ["--default-signal=INT", "dotnet", Assembly, .. arguments]))
        : new(StartInfo("dotnet", [Assembly, .. arguments]));

    public void WaitForExit()
    {
        _process.WaitForExit();
        ExitCode = _process.ExitCode;
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Waits until the condition holds, or the process has ended.</summary>
    public void WaitFor(Func<SavProcess, bool> condition)
    {
        while (!condition(this) && !_process.HasExited)
            Thread.Sleep(1);
    }

    /// <summary>Ends the process as SIGKILL does.</summary>
    public void Kill()
    {
        _process.Kill();
        WaitForExit();
    }

    /// <summary>Sends a signal, for example <c>INT</c>.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public void Interrupt()
    {
        Signal("INT");
        WaitForExit();
    }

    public void Dispose() => _process.Dispose();

    private void Append(string? line)
    {
        lock (_error)
            _error.Append(line is null ? "" : $"{line}\n");
    }

    private static string NoConfiguration => Path.Combine(AppContext.BaseDirectory, "no-configuration");

    private static string Assembly => Path.Combine(AppContext.BaseDirectory, "sav.dll");

    private static ProcessStartInfo StartInfo(string file, string[] arguments) => new(file, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        // without the user's configuration
        Environment = { ["LC_ALL"] = "en_US.UTF-8", ["XDG_CONFIG_HOME"] = NoConfiguration, ["APPDATA"] = NoConfiguration, ["SAV_LMM"] = null },
    };
}
