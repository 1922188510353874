using System.CommandLine;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Tool.Classification;
using Microsoft.ML.Sav.Tool.Examples;
using Microsoft.ML.Sav.Tool.Files;
using Microsoft.ML.Sav.Tool.Output;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav fit</c> command: trains a classifier and saves it.</summary>
internal sealed class FitCommand : ToolCommand
{
    private readonly LmmArguments _lmm;
    private readonly TrainingOptions _training;
    private readonly ValidationOptions _validation;
    private readonly Argument<string> _data = CommonArguments.Data();
    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "File to write. It appears when it is complete, and never replaces an input. Default: the name of DATA with the extension .zip, "
            + "in the current folder; an earlier model of that name is replaced.",
        HelpName = "MODEL.zip",
    };
    private readonly Option<string?> _headsFrom = new("--heads-from")
    {
        Description = "Train on the features that another model uses, all of them, so that --heads has no effect. It must be of the same LMM.",
        HelpName = "MODEL.zip",
    };

    public FitCommand() : base(
        "fit", "Trains a classifier and saves it as an ML.NET model. Rows without a label are skipped.",
        "sav fit photos",
        "sav fit photos --lmm models/my-lmm -o my-photos.zip",
        "sav fit all-photos --shots 20 --test-share 0.3 --cache features",
        "sav fit rows.jsonl -o claims.zip --prompt \"Is this true? {text}\" --prompt \"{text}\"")
    {
        Add(_data);
        Add(_output);
        _lmm = new LmmArguments(this);
        _training = new TrainingOptions(this);
        Add(_headsFrom);
        _validation = new ValidationOptions(this);
        Add(Json);
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var data = arguments.GetRequiredValue(_data);
        var output = new OutputFile(arguments.GetValue(_output) ?? ModelFileName.Create(data));
        var rows = ExampleSources.ReadLabelled(data);
        if (rows.DistinctBy(row => row.Label).Take(2).Count() < 2)
            throw new InvalidDataException($"'{data}' has only the class '{rows[0].Label}', expected at least two classes.");
        string[] models = arguments.GetValue(_headsFrom) is { } source ? [source] : [];
        output.CheckReplacesNone([data, .. models, .. rows.SelectMany(row => row.Files)], _lmm.Folder(arguments));

        var (training, test) = SelectRows(arguments, rows);
        var features = ReadFeatures(arguments, cancellationToken);
        var folds = _validation.Folds(arguments) is { } count
            ? CrossValidation.Run(new RowSampling(training, _validation.Seed(arguments)), count, () => CreateOptions(arguments, features, null, cancellationToken))
            : [];
        using var model = ConsoleProgress.Run("Training", training.Count * _training.PromptCount(arguments), progress =>
            ClassificationPipeline.Fit(training, CreateOptions(arguments, features, progress, cancellationToken)));
        var tested = test.Count == 0 ? null : ConsoleProgress.Run("Testing", test.Count, progress => model.Evaluate(test, progress));
        model.Save(output);

        if (arguments.GetValue(Json))
        {
            Results.WriteJson(ModelJson.Create(model.Classifier.Model, output.FilePath, folds, tested));
            return;
        }
        ReportTables.Write(model.Classifier.Model);
        EvaluationTables.Write(folds, tested);
        Results.WriteFile(output.FilePath);
    }

    private (IReadOnlyList<InputRow> Training, IReadOnlyList<InputRow> Test) SelectRows(ParseResult arguments, IReadOnlyList<InputRow> rows)
    {
        var seed = _validation.Seed(arguments);
        var (training, test) = _validation.TestShare(arguments) is { } share ? new RowSampling(rows, seed).Split(share) : (rows, []);
        return (_validation.Shots(arguments) is { } shots ? new RowSampling(training, seed).SelectShots(shots) : training, test);
    }

    private SavEstimator.Options CreateOptions(ParseResult arguments, Feature[]? features, ConsoleProgress? progress, CancellationToken cancellationToken)
    {
        var options = _training.Create(arguments);
        options.Lmm = _lmm.Folder(arguments);
        options.LmmOptions = _lmm.Options(arguments);
        options.Features = features;
        options.Progress = progress;
        options.CancellationToken = cancellationToken;
        return options;
    }

    // The same head of another LMM is another head.
    private Feature[]? ReadFeatures(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(_headsFrom) is not { } path)
            return null;
        using var source = ClassificationPipeline.Load(path, gpu: null, fallbackToCpu: false, cancellationToken);
        using var lmm = LmmArguments.Open(_lmm.Folder(arguments), _lmm.Options(arguments));
        if (source.Classifier.LmmFingerprint != lmm.Fingerprint)
            throw new InvalidDataException($"'{path}' was trained with another LMM (fingerprint {source.Classifier.LmmFingerprint}) than that in '{lmm.Folder}' (fingerprint {lmm.Fingerprint}).");
        return [.. source.Classifier.Model.Report.Features.Select(feature => feature.Feature)];
    }
}
