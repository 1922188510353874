using System.CommandLine;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Tool.Classification;
using Microsoft.ML.Sav.Tool.Files;
using Microsoft.ML.Sav.Tool.Output;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav fit</c> command: trains a classifier and saves it.</summary>
internal sealed class FitCommand : ToolCommand
{
    private readonly LmmArguments _lmm;
    private readonly Argument<string> _data = CommonArguments.Data();
    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "File to write. It appears when it is complete, and never replaces an input. Default: the name of DATA with the extension .zip, "
            + "in the current folder; an earlier model of that name is replaced.",
        HelpName = "MODEL.zip",
    };
    private readonly Option<string[]> _prompts = CommonOptions.Prompts();
    private readonly Option<ClassifierKind> _classifier = CommonOptions.Classifier();
    private readonly Option<int> _heads = CommonOptions.Heads();
    private readonly Option<string?> _headsFrom = new("--heads-from")
    {
        Description = "Train on the features that another model uses, all of them, so that --heads has no effect. It must be of the same LMM.",
        HelpName = "MODEL.zip",
    };
    private readonly Option<VoteTieRule> _tieRule = CommonOptions.TieRule();
    private readonly Option<bool> _skipErrors = CommonOptions.SkipErrors();
    private readonly Option<double?> _rejectionRate = CommonOptions.RejectionRate(
        "Rejects rows that look like none of the classes; the share of rows like the training rows that may be rejected, for example 0.05.");
    private readonly Option<bool> _keepExamples = new("--keep-examples")
    {
        Description = "Keep the features of all examples in the model, so that it can be updated, merged, relabelled and forget.",
    };

    public FitCommand() : base(
        "fit", "Trains a classifier and saves it as an ML.NET model. Rows without a label are skipped.",
        "sav fit photos",
        "sav fit photos --lmm models/my-lmm -o my-photos.zip",
        "sav fit rows.jsonl -o claims.zip --prompt \"Is this true? {text}\" --heads 10",
        "sav fit rows.jsonl -o claims.zip --prompt \"Is this true? {text}\" --prompt \"{text}\"")
    {
        _lmm = new LmmArguments(this);
        Add(_data);
        Add(_output);
        Add(_prompts);
        Add(_classifier);
        Add(_heads);
        Add(_headsFrom);
        Add(_tieRule);
        Add(_rejectionRate);
        Add(_keepExamples);
        Add(_skipErrors);
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var data = arguments.GetRequiredValue(_data);
        var output = new OutputFile(arguments.GetValue(_output) ?? ModelFileName.Create(data));
        var rows = RowSource.ReadLabelled(data);
        if (rows.DistinctBy(row => row.Label).Take(2).Count() < 2)
            throw new InvalidDataException($"'{data}' has only the class '{rows[0].Label}', expected at least two classes.");
        output.CheckReplacesNone(rows.SelectMany(row => row.ImagePath).Prepend(data), _lmm.Folder(arguments));

        var prompts = arguments.GetValue(_prompts) ?? [];
        var features = ReadFeatures(arguments, cancellationToken);
        using var model = ConsoleProgress.Run("Training", rows.Count * Math.Max(prompts.Length, 1), progress => ClassificationPipeline.Fit(rows, new SavEstimator.Options
        {
            Lmm = _lmm.Folder(arguments),
            LmmOptions = _lmm.Options(arguments),
            Prompt = prompts is [var prompt] ? prompt : null,
            Prompts = prompts.Length > 1 ? prompts : null,
            Classifier = arguments.GetValue(_classifier),
            HeadCount = arguments.GetValue(_heads),
            Features = features,
            TieRule = arguments.GetValue(_tieRule),
            RejectionRate = arguments.GetValue(_rejectionRate),
            KeepExamples = arguments.GetValue(_keepExamples),
            OnRowError = arguments.GetValue(_skipErrors) ? RowErrorAction.Skip : RowErrorAction.Fail,
            Progress = progress,
            CancellationToken = cancellationToken,
        }));
        model.Save(output);

        ReportTables.Write(model.Classifier.Model);
        Results.WriteFile(output.FilePath);
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
