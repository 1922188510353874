using System.CommandLine;
using Microsoft.ML.Sav.Tool.Examples;
using Microsoft.ML.Sav.Tool.Examples.Tables;
using Microsoft.ML.Sav.Tool.Files;
using Microsoft.ML.Sav.Tool.Output;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav import</c> command: converts examples of any format to JSON lines.</summary>
internal sealed class ImportCommand : ToolCommand
{
    private readonly Argument<string> _format = new("FORMAT") { Description = "Format of the examples." };
    private readonly Argument<string> _data = new("DATA") { Description = "File or folder to convert." };
    private readonly Option<string> _output = CommonOptions.Output("ROWS.jsonl");
    private readonly Option<string?> _images = new("--images")
    {
        Description = "Folder of the images. Default: searched for near DATA. Images that DATA itself holds are unpacked to this folder, by default to one beside ROWS.jsonl with its name.",
        HelpName = "FOLDER",
    };
    private readonly Option<string?> _imageColumn = ColumnOption("--image-column", "image paths");
    private readonly Option<string?> _textColumn = ColumnOption("--text-column", "texts");
    private readonly Option<string?> _labelColumn = ColumnOption("--label-column", "labels");

    public ImportCommand() : base(
        "import", "Converts examples to JSON lines. Other commands read all formats as they are; convert to name columns or folders, or to change rows.",
        "sav import custom-vision export/images.json -o rows.jsonl",
        "sav import csv data.csv --image-column photo --label-column kind -o rows.jsonl",
        "sav import teachable-machine project.tm -o rows.jsonl --images samples")
    {
        _format.AcceptOnlyFromAmong([.. ExampleSources.All.Select(source => source.Name)]);
        Add(_format);
        Add(_data);
        Add(_output);
        Add(_images);
        Add(_imageColumn);
        Add(_textColumn);
        Add(_labelColumn);
        Add(Json);
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var data = arguments.GetRequiredValue(_data);
        var output = new OutputFile(arguments.GetRequiredValue(_output));
        var source = ExampleSources.All.Single(source => source.Name == arguments.GetRequiredValue(_format));
        var images = arguments.GetValue(_images);
        InputRow[] rows =
        [
            .. source.Read(data, new ExampleSourceOptions
            {
                ImageFolder = images,
                UnpackFolder = images ?? (Path.HasExtension(output.FilePath) ? Path.ChangeExtension(output.FilePath, null) : $"{output.FilePath}-images"),
                Columns = new ColumnNames(arguments.GetValue(_imageColumn), arguments.GetValue(_textColumn), arguments.GetValue(_labelColumn)),
            }),
        ];
        output.CheckReplacesNone(rows.SelectMany(row => row.Files).Prepend(data), lmm: "");
        output.Write(stream => JsonLines.Write(stream, rows, output.FilePath));

        var labels = rows.Where(row => row.Label.Length > 0).CountBy(row => row.Label).OrderBy(label => label.Key, StringComparer.Ordinal).ToArray();
        if (arguments.GetValue(Json))
        {
            Results.WriteJson(new { File = output.FilePath, Rows = rows.Length, Labels = labels.ToDictionary() });
            return;
        }
        Results.WriteTable(["label", "rows"], labels.Select(label => new[] { label.Key, $"{label.Value}" }));
        Results.WriteFile(output.FilePath, $"{rows.Length} rows, ");
    }

    private static Option<string?> ColumnOption(string name, string content) =>
        new(name) { Description = $"Column of the {content} in csv and parquet. Default: found by its name.", HelpName = "NAME" };
}
