using System.CommandLine;
using Microsoft.ML.Sav.Tool.Examples;
using Microsoft.ML.Sav.Tool.Models;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>Predicts the classes of images or rows.</summary>
internal sealed class PredictCommand : ToolCommand
{
    private readonly Argument<string> _model = CommonArguments.Model();
    private readonly Argument<string[]> _items = new("ITEM")
    {
        Description = "Image, folder of images, or file of JSON lines (.jsonl).",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly DeviceArguments _device;

    public PredictCommand() : base(
        "predict", "Predicts the classes of images or rows: one line each of name, class and score, with tabs between.",
        "sav predict photos.zip new/1.jpg new/2.jpg",
        "sav predict claims.zip rows.jsonl --json")
    {
        Add(_model);
        Add(_items);
        Add(_json);
        _device = new DeviceArguments(this);
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var model = SavedModel.Load(arguments.GetRequiredValue(_model), _device.Gpu(arguments), _device.FallbackToCpu(arguments), cancellationToken);
        var classes = model.Classifier.Model.ClassNames;
        var results = model.Predict(arguments.GetRequiredValue(_items).SelectMany(ExampleSource.Read));
        if (arguments.GetValue(_json))
        {
            Results.WriteJson(results.Select(result => new
            {
                Image = result.Example.ImagePath,
                Question = result.Example.Text,
                Predicted = result.Prediction.PredictedLabel,
                Scores = classes.Zip(result.Prediction.Score).ToDictionary(score => score.First, score => score.Second),
            }));
            return;
        }
        foreach (var (example, prediction) in results)
            Console.WriteLine($"{example.Name}\t{prediction.PredictedLabel}\t{prediction.Score.Max():F3}");
    }
}
