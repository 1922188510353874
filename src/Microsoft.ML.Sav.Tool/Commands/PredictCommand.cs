using System.CommandLine;
using Microsoft.ML.Sav.Tool.Classification;
using Microsoft.ML.Sav.Tool.Output;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav predict</c> command: predicts the classes of images or rows.</summary>
internal sealed class PredictCommand : ToolCommand
{
    private readonly Argument<string> _model = CommonArguments.Model();
    private readonly Argument<string[]> _items = new("ITEM")
    {
        Description = "Image, folder of images, or JSON lines (.jsonl).",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<bool> _skipErrors = CommonOptions.SkipErrors();
    private readonly DeviceOptions _device;

    public PredictCommand() : base(
        "predict", "Predicts the classes of images or rows. Prints a line per row: path or question, class and score, separated by tabs.",
        "sav predict photos.zip new/1.jpg new/2.jpg",
        "sav predict claims.zip rows.jsonl --json")
    {
        Add(_model);
        Add(_items);
        Add(_json);
        Add(_skipErrors);
        _device = new DeviceOptions(this);
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var model = ClassificationPipeline.Load(arguments.GetRequiredValue(_model), _device.Gpu(arguments), _device.FallbackToCpu(arguments), cancellationToken);
        var classes = model.Classifier.Model.ClassNames;
        var results = model.Predict(arguments.GetRequiredValue(_items).SelectMany(RowSource.Read), arguments.GetValue(_skipErrors));
        if (arguments.GetValue(_json))
        {
            Results.WriteJson(results.Select(result => new
            {
                Image = result.Row.ImagePath,
                Question = result.Row.Text,
                Predicted = result.Prediction.PredictedLabel,
                Scores = classes.Zip(result.Prediction.Score).ToDictionary(score => score.First, score => score.Second),
            }));
            return;
        }
        foreach (var (row, prediction) in results)
            Results.WriteLine(row.Name, prediction.PredictedLabel, $"{prediction.Score.Max():F3}");
    }
}
