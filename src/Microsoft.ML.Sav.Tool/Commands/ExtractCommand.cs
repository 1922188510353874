using System.CommandLine;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Tool.Examples;
using Microsoft.ML.Sav.Tool.Extraction;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>Writes the head vectors of rows to a file.</summary>
internal sealed class ExtractCommand : ToolCommand
{
    private readonly LmmArguments _lmm;
    private readonly Argument<string> _rows = CommonArguments.JsonLines();
    private readonly Option<string> _output = CommonOptions.Output("HEADS.safetensors");
    private readonly Option<string?> _prompt = CommonOptions.Prompt();
    private readonly Option<bool> _half = new("--half") { Description = "Keep the vectors in half precision." };

    public ExtractCommand() : base(
        "extract", "Writes the head vectors of rows to a safetensors file. When it is stopped, the same command goes on where it was.",
        "sav extract models/my-lmm rows.jsonl -o heads.safetensors",
        "sav extract models/my-lmm rows.jsonl -o heads.safetensors --prompt \"Is this true? {text}\" --half")
    {
        _lmm = new LmmArguments(this);
        Add(_rows);
        Add(_output);
        Add(_prompt);
        Add(_half);
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var path = arguments.GetRequiredValue(_rows);
        var output = OutputFile.Check(arguments.GetRequiredValue(_output));
        var rows = RowsSummary.Read(path);
        var prompt = new PromptTemplate(arguments.GetValue(_prompt), rows.HasText);

        // rows that run together or share a prefix would differ in the last bits from rows that run after a stop
        using var model = LmmArguments.Open(_lmm.Folder(arguments), _lmm.Options(arguments) with { BatchSize = 1, PrefixCaching = false });
        using var extractor = model.CreateHeadExtractor();
        using var file = new HeadVectorsFile(output, extractor.Layout, rows, arguments.GetValue(_half), new Dictionary<string, string>
        {
            ["prompt"] = prompt.Text,
            ["model_fingerprint"] = model.Fingerprint,
            ["float_activations"] = _lmm.Options(arguments).FloatActivations ? "true" : "false",
        });
        if (file.RowsWritten > 0)
            Console.Error.WriteLine($"Going on after {file.RowsWritten} of {rows.Labels.Length} rows.");
        Extract(JsonLines.Read(path), extractor, prompt, file, rows.Labels.Length, cancellationToken);
        file.Complete();
        var shape = string.Join(", ", file.Heads.Shape);
        Console.WriteLine($"{output}: heads [{shape}] {file.Heads.Type}, {rows.LabelNames.Count} labels, {new FileInfo(output).Length:N0} bytes");
    }

    private static void Extract(
        IEnumerable<Example> rows, HeadExtractor extractor, PromptTemplate prompt, HeadVectorsFile file, int total,
        CancellationToken cancellationToken) =>
        ConsoleProgress.Run("Extracting", total, progress =>
        {
            foreach (var extraction in extractor.ExtractAll(rows.Skip((int)file.RowsWritten), CreatePrompt, cancellationToken))
            {
                file.Append(RowErrors.Locate(extraction.GetVectors, () => extraction.Item));
                progress.Report(file.RowsWritten);
            }
            return file.RowsWritten;

            Prompt CreatePrompt(Example row) => new(prompt.Render(row.Text), Array.ConvertAll(row.ImagePath, ImageInput.FromFile));
        });
}
