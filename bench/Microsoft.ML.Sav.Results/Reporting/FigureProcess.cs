using System.Diagnostics;
using System.Text.Json;
using Microsoft.ML.Sav.Results.Measuring;
using Microsoft.ML.Sav.Results.Methods;

namespace Microsoft.ML.Sav.Results.Reporting;

/// <summary>Draws accuracies as SVG, in the process of Microsoft.ML.Sav.Results.Figures.</summary>
internal sealed class FigureProcess : IDisposable
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif
    private const string Project = "Microsoft.ML.Sav.Results.Figures";

    // The palette of Okabe and Ito, which is safe for colour-blind readers.
    private static readonly Dictionary<string, string> Colors = new()
    {
        [MethodNames.Auto] = "#D55E00",
        [MethodNames.GaussianHeads] = "#E69F00",
        [MethodNames.Sav] = "#0072B2",
        [MethodNames.Calm] = "#56B4E9",
        [MethodNames.Hec] = "#CC79A7",
        [MethodNames.LogisticRegression] = "#009E73",
        [MethodNames.TfIdf] = "#009E73",
        [MethodNames.NearestMean] = "#999933",
        [MethodNames.MachineLearningImages] = "#000000",
        [MethodNames.MachineLearningTexts] = "#000000",
        [MethodNames.ZeroShot] = "#888888",
    };

    private readonly Process _process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(Repository.Root, "bench", Project, "bin", Configuration, "net10.0", Project + ".dll")])
    {
        RedirectStandardInput = true,
    })!;

    /// <summary>Draws accuracy against a count. Methods that have no colour are left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="title">Title above the axes.</param>
    /// <param name="countName">What is counted.</param>
    /// <param name="curves">Points per method.</param>
    public void Draw(string path, string title, string countName, IEnumerable<(string Method, IReadOnlyList<(int Count, Summary Accuracy)> Points)> curves)
    {
        var figure = new
        {
            Path = path,
            Title = title,
            CountName = countName,
            ValueName = "accuracy",
            Curves = curves.Where(curve => Colors.ContainsKey(curve.Method)).Select(curve => new
            {
                Name = curve.Method,
                Color = Colors[curve.Method],
                IsDashed = !MethodNames.Library.Contains(curve.Method),
                Points = curve.Points.Select(point => new { point.Count, point.Accuracy.Mean, point.Accuracy.Deviation }),
            }),
        };
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(figure));
    }

    /// <summary>Waits until all figures are written.</summary>
    /// <exception cref="InvalidOperationException">The process failed.</exception>
    public void Complete()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        if (_process.ExitCode != 0)
            throw new InvalidOperationException($"{Project} failed with exit code {_process.ExitCode}.");
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();
}
