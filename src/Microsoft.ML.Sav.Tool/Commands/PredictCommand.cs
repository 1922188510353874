using System.CommandLine;
using System.Globalization;
using Microsoft.ML.Sav.Tool.Classification;
using Microsoft.ML.Sav.Tool.Examples;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav predict</c> command: predicts the classes of images or rows.</summary>
internal sealed class PredictCommand : ToolCommand
{
    private const string Rejected = "(rejected)";

    private readonly Argument<string> _model = CommonArguments.Model();
    private readonly Argument<string[]> _items = CommonArguments.Items();
    private readonly Option<bool> _skipErrors = CommonOptions.SkipErrors();
    private readonly Option<int?> _top = CommonOptions.Integer("--top", "K", 1, "Print the K likeliest classes, each with its score.");
    private readonly Option<string?> _question = CommonOptions.Question();
    private readonly Option<string?> _cache = CommonOptions.Cache();
    private readonly Option<double?> _coverage = CommonOptions.Share(
        "--coverage", "SHARE", "Adds a set of labels per row that holds the true one with this probability, for example 0.9.");
    private readonly Option<double?> _rejectionRate = CommonOptions.RejectionRate("Rejects more or fewer rows than the model does; it must have been trained with a rejection rate.");
    private readonly DeviceOptions _device;

    public PredictCommand() : base(
        "predict", "Predicts the classes of images or rows. Prints a line per row: path or question, class and score, separated by tabs. A row that looks like none of the classes has (rejected) for the class.",
        "sav predict photos.zip new/1.jpg new/2.jpg",
        "sav predict photos.zip new --top 3",
        "sav predict claims.zip rows.jsonl --json")
    {
        Add(_model);
        Add(_items);
        Add(_top);
        Add(_question);
        Add(_cache);
        Add(Json);
        Add(_skipErrors);
        Add(_coverage);
        Add(_rejectionRate);
        _device = new DeviceOptions(this);
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var model = _device.LoadModel(arguments.GetRequiredValue(_model), arguments, cancellationToken)
            .WithRejectionRate(arguments.GetValue(_rejectionRate)).WithFeatureCache(arguments.GetValue(_cache));
        var classifier = model.Classifier.Model;
        var coverage = arguments.GetValue(_coverage);
        var results = model.Predict(arguments.GetRequiredValue(_items).SelectMany(ExampleSources.Read), arguments.GetValue(_question), arguments.GetValue(_skipErrors));
        if (arguments.GetValue(Json))
        {
            Results.WriteJson(results.Select(result => new PredictionJson(
                result.Row.ImageNames,
                result.Row.Text,
                IsRejected(result.Prediction) ? null : result.Prediction.PredictedLabel,
                classifier.ToDictionary(result.Prediction.Score),
                classifier.RejectOption?.Rate is null ? null : IsRejected(result.Prediction),
                FindLabels(result.Prediction),
                arguments.GetValue(_top) is { } top ? [.. classifier.TopK(result.Prediction.Score, top).Select(label => label.Key)] : null)));
            return;
        }
        foreach (var (row, prediction) in results)
        {
            var likeliest = classifier.TopK(prediction.Score, arguments.GetValue(_top) ?? 1).SelectMany(label => new[] { label.Key, Format(label.Value) });
            string[] fields = !IsRejected(prediction) ? [row.Name, prediction.PredictedLabel, .. likeliest.Skip(1)]
                : arguments.GetValue(_top) is null ? [row.Name, Rejected, Format(prediction.Score.Max())]
                : [row.Name, Rejected, .. likeliest];
            Results.WriteLine(FindLabels(prediction) is { } labels ? [.. fields, string.Join(", ", labels)] : fields);
        }

        IReadOnlyList<string>? FindLabels(Prediction prediction) =>
            coverage is null ? null : [.. classifier.GetLabelSet(prediction.Score, coverage.Value).Select(label => label.Key)];
    }

    private static string Format(float score) => score.ToString("F3", CultureInfo.InvariantCulture);

    // Without a key, MapKeyToValue gives the empty string.
    private static bool IsRejected(Prediction prediction) => prediction.PredictedLabel.Length == 0;
}
