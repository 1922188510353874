using System.ComponentModel;
using System.Diagnostics;

namespace Microsoft.ML.Sav.Benchmarks.Peers;

/// <summary>Class means and success counts in NumPy, in a process of its own.</summary>
internal sealed class NumPyStatistics : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly LineProcess _process;

    /// <summary>Reads raw floats [examples, heads, size]; example i is of class i % classes.</summary>
    public NumPyStatistics(string file, int examples, int heads, int size, int classes)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Peers", "statistics.py");
        _process = new LineProcess(Python, [script, file, $"{examples}", $"{heads}", $"{size}", $"{classes}"]);
        Libraries = _process.Read();
    }

    /// <summary>NumPy's version and the library that multiplies its matrices.</summary>
    public string Libraries { get; }

    /// <summary>Whether Python and NumPy are there.</summary>
    public static bool IsInstalled()
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo(Python, ["-c", "import numpy"]) { RedirectStandardError = true })!;
            python.WaitForExit();
            return python.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Success counts by one matrix product a head.</summary>
    public int[] ByProduct() => Ask("product");

    /// <summary>Success counts by the reference implementation's loop over examples and heads.</summary>
    public int[] ByLoop() => Ask("loop");

    public void Dispose() => _process.Dispose();

    private int[] Ask(string line) => Array.ConvertAll(_process.Ask(line).Split(' '), int.Parse);
}
