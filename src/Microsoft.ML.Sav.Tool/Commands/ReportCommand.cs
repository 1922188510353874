using System.CommandLine;
using Microsoft.ML.Sav.Report;
using Microsoft.ML.Sav.Tool.Examples;
using Microsoft.ML.Sav.Tool.Files;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav report</c> command: evaluates a model and writes a report in HTML.</summary>
internal sealed class ReportCommand : ToolCommand
{
    private readonly Argument<string> _model = CommonArguments.Model();
    private readonly Argument<string> _data = CommonArguments.Data();
    private readonly Option<string> _output = CommonOptions.Output("REPORT.html");
    private readonly Option<string?> _title = new("--title") { Description = "Title of the page. Default: the name of the model file.", HelpName = "TEXT" };
    private readonly Option<int> _rows = new("--rows")
    {
        Description = "Greatest number of wrong rows, and of rows that the model is least sure of, to show.",
        HelpName = "N",
        DefaultValueFactory = _ => SavReportOptions.DefaultRowCount,
    };
    private readonly DeviceOptions _device;

    public ReportCommand() : base(
        "report", "Evaluates a model and writes a report as one HTML file. Rows without a label, or with one that the model does not know, are left out.",
        "sav report photos.zip photos/test -o report.html",
        "sav report claims.zip rows.jsonl -o report.html --title \"Claims, spring\"")
    {
        Add(_model);
        Add(_data);
        Add(_output);
        Add(_title);
        Add(_rows);
        Add(Json);
        _device = new DeviceOptions(this);
        _rows.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var rows) || rows < 0))
                result.AddError($"--rows should be an integer of at least 0, found '{token.Value}'.");
        });
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var path = arguments.GetRequiredValue(_model);
        var output = new OutputFile(arguments.GetRequiredValue(_output));
        var data = arguments.GetRequiredValue(_data);
        var rows = ExampleSources.ReadLabelled(data);
        using var model = _device.LoadModel(path, arguments, cancellationToken);
        output.CheckReplacesNone(rows.SelectMany(row => row.Files).Prepend(data).Prepend(path), model.Classifier.LmmFolder);
        var options = new SavReportOptions
        {
            Title = arguments.GetValue(_title) ?? Path.GetFileNameWithoutExtension(path),
            RowCount = arguments.GetValue(_rows),
            CancellationToken = cancellationToken,
        };

        var report = ConsoleProgress.Run("Evaluating", rows.Count, progress => model.CreateReport(rows, progress, options));
        output.Write(stream => report.Save(stream));
        if (arguments.GetValue(Json))
            Results.WriteJson(new { File = output.FilePath, Bytes = new FileInfo(output.FilePath).Length });
        else
            Results.WriteFile(output.FilePath);
    }
}
