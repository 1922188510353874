using System.Collections.Concurrent;
using System.Diagnostics;

namespace Microsoft.ML.Sav.Benchmarks.Peers;

/// <summary>A process that answers every line of its input with a line. Thread-safe, but threads may get each other's answers.</summary>
internal sealed class LineProcess : IDisposable
{
    private readonly Process _process;
    private readonly BlockingCollection<string> _answers = [];

    /// <summary>Starts a process.</summary>
    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="variables">Environment variables, in addition to those of this process.</param>
    public LineProcess(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables = null)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true },
        };
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
            _process.StartInfo.Environment[name] = value;
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
                _answers.CompleteAdding();
            else
                _answers.Add(line.Data);
        };
        _process.Start();
        _process.BeginOutputReadLine();
    }

    /// <summary>Id of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Sends a line and waits for an answer.</summary>
    public string Ask(string line)
    {
        lock (_process)
            _process.StandardInput.WriteLine(line);
        return Read();
    }

    /// <summary>Waits for a line.</summary>
    /// <exception cref="InvalidOperationException">The process has ended.</exception>
    public string Read() => _answers.TryTake(out var answer, Timeout.Infinite)
        ? answer
        : throw new InvalidOperationException($"'{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)}' has ended.");

    /// <summary>Closes the input, which ends the process.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
            _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            _process.Kill();
        _process.Dispose();
        _answers.Dispose();
    }
}
