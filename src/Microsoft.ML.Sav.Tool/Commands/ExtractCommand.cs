using System.CommandLine;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Tool.Examples;
using Microsoft.ML.Sav.Tool.Files;
using Microsoft.ML.Sav.Tool.HeadVectors;
using Microsoft.ML.Sav.Tool.Output;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav extract</c> command: writes the head vectors, or other features, of rows to a file.</summary>
internal sealed class ExtractCommand : ToolCommand
{
    private readonly LmmArguments _lmm;
    private readonly Argument<string> _rows = CommonArguments.Data();
    private readonly Option<string> _output = CommonOptions.Output("HEADS.safetensors");
    private readonly Option<string?> _prompt = CommonOptions.Prompt();
    private readonly Option<FeatureKind[]> _features = FeatureKindsOption.Create();
    private readonly Option<bool> _half = new("--half") { Description = "Store the vectors in half precision." };

    public ExtractCommand() : base(
        "extract", "Writes the head vectors, or other features, of rows to a safetensors file. After an interruption, the same command continues.",
        "sav extract rows.jsonl -o heads.safetensors",
        "sav extract rows.jsonl -o heads.safetensors --prompt \"Is this true? {text}\" --half",
        "sav extract rows.jsonl -o features.safetensors --features h,m,vp,pp")
    {
        _lmm = new LmmArguments(this);
        Add(_rows);
        Add(_output);
        Add(_prompt);
        Add(_features);
        Add(_half);
        Add(Json);
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var path = arguments.GetRequiredValue(_rows);
        var data = ExampleSources.ReadAll(path);
        var output = CheckOutput(arguments, path, data);
        var rows = RowsSummary.Read(path, data);
        var prompt = new PromptTemplate(arguments.GetValue(_prompt), rows.HasText);

        // rows of a batch, or with a cached prefix, differ in the last bits from rows that run after an interruption
        using var model = LmmArguments.Open(_lmm.Folder(arguments), _lmm.Options(arguments) with { BatchSize = 1, PrefixCaching = false });
        using var extractor = model.CreateFeatureExtractor(FeatureKindsOption.Select(model, arguments.GetRequiredValue(_features)));
        using var writer = new HeadVectorsWriter(output, extractor.Layout, rows, arguments.GetValue(_half), new Dictionary<string, string>
        {
            ["prompt"] = prompt.Text,
            ["model_fingerprint"] = model.Fingerprint,
            ["float_activations"] = _lmm.Options(arguments).FloatActivations ? "true" : "false",
        });
        if (writer.RowsWritten > 0)
            Console.Error.WriteLine($"Continuing after {writer.RowsWritten} of {rows.Labels.Length} rows.");
        Extract(data, extractor, prompt, writer, rows.Labels.Length, cancellationToken);
        writer.Complete();
        if (arguments.GetValue(Json))
            Results.WriteJson(new { File = output, Tensor = writer.Vectors.Name, writer.Vectors.Shape, writer.Vectors.Type, Labels = rows.LabelNames, Bytes = new FileInfo(output).Length });
        else
            Results.WriteFile(output, $"{writer.Vectors.Name} [{string.Join(", ", writer.Vectors.Shape)}] {writer.Vectors.Type}, {rows.LabelNames.Count} labels, ");
    }

    private string CheckOutput(ParseResult arguments, string path, IEnumerable<InputRow> rows)
    {
        var output = arguments.GetRequiredValue(_output);
        var inputs = rows.SelectMany(row => row.Files).Prepend(path);
        foreach (var written in new[] { output, HeadVectorsWriter.PartialPath(output) })
            new OutputFile(written).CheckReplacesNone(inputs, _lmm.Folder(arguments));
        return output;
    }

    private static void Extract(
        IEnumerable<InputRow> rows, FeatureExtractor extractor, PromptTemplate prompt, HeadVectorsWriter writer, int total,
        CancellationToken cancellationToken) =>
        ConsoleProgress.Run("Extracting", total, progress =>
        {
            foreach (var extraction in extractor.ExtractAll(rows.Skip((int)writer.RowsWritten), CreatePrompt, cancellationToken))
            {
                writer.Append(RowErrors.Locate(extraction.GetVectors, () => extraction.Item));
                progress.Report(writer.RowsWritten);
            }
            return writer.RowsWritten;

            Prompt CreatePrompt(InputRow row) => new(prompt.Render(row.Text), Array.ConvertAll(row.ImagePath, ImageInput.FromFile));
        });
}
