using System.CommandLine;
using Microsoft.ML.Sav.Tool.Examples;
using Microsoft.ML.Sav.Tool.Files;
using Microsoft.ML.Sav.Tool.Output;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav explain</c> command: prints why an image or row got its class, and draws it on the image.</summary>
internal sealed class ExplainCommand : ToolCommand
{
    private readonly Argument<string> _model = CommonArguments.Model();
    private readonly Argument<string> _item = new("ITEM") { Description = $"Image, folder of images, or a file: {CommonArguments.Formats}." };
    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "PNG to write: the image with a heat map, red where it speaks for the class. For a single row.",
        HelpName = "WHY.png",
    };
    private readonly Option<string?> _class = new("--class")
    {
        Description = "The class to explain. Default: the predicted one.",
        HelpName = "NAME",
    };
    private readonly Option<int> _image = new("--image")
    {
        Description = "Which of several images of the row to draw, from 1.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };
    private readonly Option<string?> _question = CommonOptions.Question();
    private readonly DeviceOptions _device;

    public ExplainCommand() : base(
        "explain", "Explains predictions: what each feature of the LMM, token and part of the image adds to a class.",
        "sav explain photos.zip new/1.jpg -o why.png",
        "sav explain claims.zip rows.jsonl --json")
    {
        Add(_model);
        Add(_item);
        Add(_output);
        Add(_class);
        Add(_image);
        Add(_question);
        Add(Json);
        _device = new DeviceOptions(this);
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (path, item, name) = (arguments.GetRequiredValue(_model), arguments.GetRequiredValue(_item), arguments.GetValue(_class));
        var output = arguments.GetValue(_output) is { } file ? new OutputFile(file) : null;
        InputRow[] rows = [.. ExampleSources.Read(item)];
        using var model = _device.LoadModel(path, arguments, cancellationToken);
        if (name is not null && !model.Classifier.Model.ClassNames.Contains(name))
            throw new InvalidDataException($"The model has no class '{name}'. Classes: {string.Join(", ", model.Classifier.Model.ClassNames)}.");
        if (output is not null && rows is not [{ ImagePath.Length: > 0 }])
            throw new InvalidDataException($"'{item}' has {rows.Length} rows; an image is drawn for a single row with an image.");
        output?.CheckReplacesNone([path, item, .. rows.SelectMany(row => row.Files)], model.Classifier.LmmFolder);
        var explanations = model.Explain(rows, arguments.GetValue(_question));
        if (arguments.GetValue(Json))
        {
            Results.WriteJson(explanations.Select((explanation, index) => ExplanationText.ToJson(rows[index], explanation)));
        }
        else
        {
            foreach (var (index, explanation) in explanations.Index())
                ExplanationText.Write(rows[index], explanation, name);
        }
        if (output is null)
            return;
        output.Write(stream => explanations[0].WriteOverlayPng(stream, name, arguments.GetValue(_image) - 1));
        if (!arguments.GetValue(Json))
            Results.WriteFile(output.FilePath);
    }
}
