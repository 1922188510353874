using System.CommandLine;
using Microsoft.ML.Sav.Tool.Examples;
using Microsoft.ML.Sav.Tool.Output;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav evaluate</c> command: measures the accuracy of a model.</summary>
internal sealed class EvaluateCommand : ToolCommand
{
    private readonly Argument<string> _model = CommonArguments.Model();
    private readonly Argument<string> _data = CommonArguments.Data();
    private readonly Option<bool> _groups = new("--groups")
    {
        Description = "Measure NaturalBench's accuracy per question, image and group too: the rows are groups of four, the first question with the first "
            + "and the second image, then the second question likewise.",
    };
    private readonly Option<string?> _cache = CommonOptions.Cache();
    private readonly DeviceOptions _device;

    public EvaluateCommand() : base(
        "evaluate", "Measures the accuracy of a model. Rows without a label are skipped.",
        "sav evaluate photos.zip photos/test",
        "sav evaluate claims.zip rows.jsonl --json",
        "sav evaluate natural-bench.zip rows.jsonl --groups")
    {
        Add(_model);
        Add(_data);
        Add(_groups);
        Add(_cache);
        Add(Json);
        _device = new DeviceOptions(this);
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var rows = ExampleSources.ReadLabelled(arguments.GetRequiredValue(_data));
        if (arguments.GetValue(_groups))
            RowGroups.Check(rows);
        using var model = _device.LoadModel(arguments.GetRequiredValue(_model), arguments, cancellationToken)
            .WithFeatureCache(arguments.GetValue(_cache));
        var classes = model.Classifier.Model.ClassNames;
        if (rows.FirstOrDefault(row => !classes.Contains(row.Label)) is { } unknown)
        {
            throw new InvalidDataException(
                $"{unknown.Location}: the model does not know the label '{unknown.Label}'; it knows {string.Join(", ", classes)}.");
        }

        var evaluation = ConsoleProgress.Run("Evaluating", rows.Count, progress => model.Evaluate(rows, progress));
        var metrics = evaluation.Metrics;
        var rejects = model.Classifier.Model.RejectOption?.Rate is not null;
        var groups = arguments.GetValue(_groups) ? NaturalBenchMetrics.Compute(evaluation.Successes) : null;
        if (arguments.GetValue(Json))
        {
            Results.WriteJson(new
            {
                Examples = rows.Count,
                Accuracy = metrics.MicroAccuracy,
                metrics.MacroAccuracy,
                metrics.LogLoss,
                RiskCoverageArea = evaluation.RiskCoverage.Area,
                FalseRejectRate = rejects ? (double?)evaluation.RejectedCount / rows.Count : null,
                AcceptedAccuracy = rejects ? (double?)evaluation.AcceptedAccuracy : null,
                Classes = classes,
                Confusion = metrics.ConfusionMatrix.Counts,
                Groups = groups,
            });
            return;
        }
        var confusion = metrics.ConfusionMatrix.Counts;
        Results.WriteTable(
            ["examples", "accuracy", "macro accuracy", "log loss", "risk-coverage area", "chance"],
            [[$"{rows.Count}", $"{metrics.MicroAccuracy:P1}", $"{metrics.MacroAccuracy:P1}", $"{metrics.LogLoss:F3}", $"{evaluation.RiskCoverage.Area:F3}", $"{1.0 / classes.Count:P1}"]]);
        if (groups is not null)
        {
            Results.WriteTable(
                ["groups", "question accuracy", "image accuracy", "group accuracy"],
                [[$"{groups.GroupCount}", $"{groups.QuestionAccuracy:P1}", $"{groups.ImageAccuracy:P1}", $"{groups.GroupAccuracy:P1}"]]);
        }
        if (rejects)
        {
            Results.WriteTable(
                ["rejected", "false reject rate", "accuracy of the others"],
                [[$"{evaluation.RejectedCount}", $"{(double)evaluation.RejectedCount / rows.Count:P1}", $"{evaluation.AcceptedAccuracy:P1}"]]);
        }
        Results.WriteTable(
            ["actual \\ predicted", .. classes, "recall"],
            classes.Select((name, row) => (string[])[name, .. confusion[row].Select(count => $"{count}"), Recall(confusion[row], row)]));
    }

    private static string Recall(IReadOnlyList<double> counts, int own) => counts.Sum() > 0 ? $"{counts[own] / counts.Sum():P0}" : "";
}
