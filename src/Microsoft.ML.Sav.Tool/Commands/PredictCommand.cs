using System.CommandLine;
using Microsoft.ML.Sav.Tool.Classification;
using Microsoft.ML.Sav.Tool.Output;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav predict</c> command: predicts the classes of images or rows.</summary>
internal sealed class PredictCommand : ToolCommand
{
    private const string Rejected = "(rejected)";

    private readonly Argument<string> _model = CommonArguments.Model();
    private readonly Argument<string[]> _items = new("ITEM")
    {
        Description = "Image, folder of images, or JSON lines (.jsonl).",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<bool> _skipErrors = CommonOptions.SkipErrors();
    private readonly Option<double?> _coverage = CommonOptions.Coverage();
    private readonly Option<double?> _rejectionRate = CommonOptions.RejectionRate("Rejects more or fewer rows than the model does; it must have been trained with a rejection rate.");
    private readonly DeviceOptions _device;

    public PredictCommand() : base(
        "predict", "Predicts the classes of images or rows. Prints a line per row: path or question, class and score, separated by tabs. A row that looks like none of the classes has (rejected) for the class.",
        "sav predict photos.zip new/1.jpg new/2.jpg",
        "sav predict claims.zip rows.jsonl --json")
    {
        Add(_model);
        Add(_items);
        Add(_json);
        Add(_skipErrors);
        Add(_coverage);
        Add(_rejectionRate);
        _device = new DeviceOptions(this);
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var model = ClassificationPipeline.Load(arguments.GetRequiredValue(_model), _device.Gpu(arguments), _device.FallbackToCpu(arguments), cancellationToken)
            .WithRejectionRate(arguments.GetValue(_rejectionRate));
        var classifier = model.Classifier.Model;
        var coverage = arguments.GetValue(_coverage);
        var results = model.Predict(arguments.GetRequiredValue(_items).SelectMany(RowSource.Read), arguments.GetValue(_skipErrors));
        if (arguments.GetValue(_json))
        {
            Results.WriteJson(results.Select(result => new PredictionJson(
                result.Row.ImagePath,
                result.Row.Text,
                IsRejected(result.Prediction) ? null : result.Prediction.PredictedLabel,
                classifier.ToDictionary(result.Prediction.Score),
                classifier.RejectOption?.Rate is null ? null : IsRejected(result.Prediction),
                FindLabels(result.Prediction))));
            return;
        }
        foreach (var (row, prediction) in results)
        {
            string[] fields = [row.Name, IsRejected(prediction) ? Rejected : prediction.PredictedLabel, $"{prediction.Score.Max():F3}"];
            Results.WriteLine(FindLabels(prediction) is { } labels ? [.. fields, string.Join(", ", labels)] : fields);
        }

        IReadOnlyList<string>? FindLabels(Prediction prediction) =>
            coverage is null ? null : [.. classifier.GetLabelSet(prediction.Score, coverage.Value).Select(label => label.Key)];
    }

    // Without a key, MapKeyToValue gives the empty string.
    private static bool IsRejected(Prediction prediction) => prediction.PredictedLabel.Length == 0;
}
