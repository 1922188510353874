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
    private readonly Option<string> _output = CommonOptions.Output("MODEL.zip");
    private readonly Option<string?> _prompt = CommonOptions.Prompt();
    private readonly Option<ClassifierKind> _classifier = CommonOptions.Classifier();
    private readonly Option<int> _heads = CommonOptions.Heads();
    private readonly Option<VoteTieRule> _tieRule = CommonOptions.TieRule();
    private readonly Option<bool> _skipErrors = CommonOptions.SkipErrors();
    private readonly Option<bool> _keepExamples = new("--keep-examples")
    {
        Description = "Keep the features of all examples in the model, so that it can be updated, merged, relabelled and forget.",
    };

    public FitCommand() : base(
        "fit", "Trains a classifier and saves it as an ML.NET model. Rows without a label are skipped.",
        "sav fit models/my-lmm photos/train -o photos.zip",
        "sav fit models/my-lmm rows.jsonl -o claims.zip --prompt \"Is this true? {text}\" --heads 10")
    {
        _lmm = new LmmArguments(this, "LMM");
        Add(_data);
        Add(_output);
        Add(_prompt);
        Add(_classifier);
        Add(_heads);
        Add(_tieRule);
        Add(_keepExamples);
        Add(_skipErrors);
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var output = new OutputFile(arguments.GetRequiredValue(_output));
        var data = arguments.GetRequiredValue(_data);
        var rows = RowSource.ReadLabelled(data);
        if (rows.DistinctBy(row => row.Label).Take(2).Count() < 2)
            throw new InvalidDataException($"'{data}' has only the class '{rows[0].Label}', expected at least two classes.");
        output.CheckReplacesNone(rows.SelectMany(row => row.ImagePath).Prepend(data), _lmm.Folder(arguments));

        using var model = ConsoleProgress.Run("Training", rows.Count, progress => ClassificationPipeline.Fit(rows, new SavEstimator.Options
        {
            Lmm = _lmm.Folder(arguments),
            LmmOptions = _lmm.Options(arguments),
            Prompt = arguments.GetValue(_prompt),
            Classifier = arguments.GetValue(_classifier),
            HeadCount = arguments.GetValue(_heads),
            TieRule = arguments.GetValue(_tieRule),
            KeepExamples = arguments.GetValue(_keepExamples),
            OnRowError = arguments.GetValue(_skipErrors) ? RowErrorAction.Skip : RowErrorAction.Fail,
            Progress = progress,
            CancellationToken = cancellationToken,
        }));
        model.Save(output);

        ReportTables.Write(model.Classifier.Model);
        Results.WriteFile(output.FilePath);
    }
}
