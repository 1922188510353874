using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Microsoft.ML.Sav.Benchmarks.Peers;

/// <summary>The same ONNX files in transformers.js on onnxruntime-node, in a separate process.</summary>
internal sealed class TransformersJs : IDisposable
{
    public const string Version = "4.3.1";

    private static readonly string Folder = Path.Combine(Repository.Root, "bench", "Microsoft.ML.Sav.Benchmarks", "obj", "transformers.js");

    private readonly LineProcess _process;

    public TransformersJs(string lmm, string question) => _process = Start(lmm, question);

    /// <summary>Installs the package if it is missing.</summary>
    /// <returns>The reason if it cannot be used, otherwise <see langword="null"/>.</returns>
    public static string? Install()
    {
        try
        {
            if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
            {
                Directory.CreateDirectory(Folder);
                var npm = new ProcessStartInfo("npm")
                {
                    WorkingDirectory = Folder,
                    Arguments = $"install --prefix . --ignore-scripts --no-audit --no-fund --loglevel=error @huggingface/transformers@{Version}",
                };
                using var install = Process.Start(npm)!;
                install.WaitForExit();
                if (install.ExitCode != 0)
                    return $"npm could not install @huggingface/transformers {Version}";
            }
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Peers", "transformers.mjs"), Path.Combine(Folder, "transformers.mjs"), overwrite: true);
            return null;
        }
        catch (Win32Exception)
        {
            return "Node.js or npm is missing";
        }
    }

    /// <summary>Starts a process that answers image paths; see transformers.mjs.</summary>
    public static LineProcess Start(string lmm, string question) => new("node", [Path.Combine(Folder, "transformers.mjs"), lmm, question]);

    /// <summary>Version of its ONNX Runtime.</summary>
    public static string OnnxRuntimeVersion()
    {
        var package = Path.Combine(Folder, "node_modules", "onnxruntime-node", "package.json");
        using var json = JsonDocument.Parse(File.ReadAllText(package));
        return json.RootElement.GetProperty("version").GetString()!;
    }

    /// <summary>Runs the whole model on an image.</summary>
    /// <returns>Peak memory of the process so far in bytes.</returns>
    public long Run(string imagePath) => long.Parse(_process.Ask(imagePath)) * 1024;

    public void Dispose() => _process.Dispose();
}
