using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Microsoft.ML.Sav.WebApp.Tests;

/// <summary>The sample as a process, on a free port.</summary>
internal sealed partial class WebAppServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private bool _isDisposed;

    private WebAppServer(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Starts the sample. Further arguments are settings, such as <c>--WebApp:MaxPiles=3</c>.</summary>
    public static async Task<WebAppServer> StartAsync(string dataFolder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Path.Combine(Repository.Root, "samples", "WebApp"), RedirectStandardOutput = true, RedirectStandardError = true };
        // The tests' own folder ends with the configuration and the framework.
        var build = Path.Combine(new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, new DirectoryInfo(AppContext.BaseDirectory).Name);
        string[] all = [Path.Combine(start.WorkingDirectory, "bin", build, "WebApp.dll"), "--urls", "http://127.0.0.1:0", $"--WebApp:DataFolder={dataFolder}", .. arguments];
        foreach (var argument in all)
            start.ArgumentList.Add(argument);

        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) =>
        {
            if (ListeningLine().Match(line.Data ?? "") is { Success: true } match)
                address.TrySetResult(new Uri(match.Groups[1].Value));
        };
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) =>
        {
            errors.AppendLine(line.Data);
            if (line.Data is null)
                address.TrySetException(new InvalidOperationException($"The server ended before it listened: {errors}"));
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new WebAppServer(process, await address.Task.WaitAsync(Patience));
    }

    /// <summary>Asks the server to end, as a container does, and returns the time that it takes.</summary>
    public async Task<TimeSpan> StopAsync()
    {
        var watch = Stopwatch.StartNew();
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        return watch.Elapsed;
    }

    /// <summary>Ends the server at once, as a power failure would.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex ListeningLine();
}
