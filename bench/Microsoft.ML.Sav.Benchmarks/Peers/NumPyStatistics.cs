using System.ComponentModel;
using System.Diagnostics;

namespace Microsoft.ML.Sav.Benchmarks.Peers;

/// <summary>Computes class means and success counts in NumPy, in a separate process.</summary>
internal sealed class NumPyStatistics : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly LineProcess _process;

    /// <summary>Starts a process with raw floats [examples, heads, size]; the class of example i is i % classes.</summary>
    public NumPyStatistics(string file, int examples, int heads, int size, int classes)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Peers", "statistics.py");
        _process = new LineProcess(Python, [script, file, $"{examples}", $"{heads}", $"{size}", $"{classes}"]);
        Libraries = _process.Read();
    }

    /// <summary>NumPy's version and its BLAS libraries.</summary>
    public string Libraries { get; }

    /// <summary>Whether Python and NumPy are installed.</summary>
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

    /// <summary>Computes success counts by one matrix multiplication per head.</summary>
    public int[] CountByMatMul() => Ask("matmul");

    /// <summary>Computes success counts by the reference implementation's loop over examples and heads.</summary>
    public int[] CountByLoop() => Ask("loop");

    public void Dispose() => _process.Dispose();

    private int[] Ask(string line) => Array.ConvertAll(_process.Ask(line).Split(' '), int.Parse);
}
