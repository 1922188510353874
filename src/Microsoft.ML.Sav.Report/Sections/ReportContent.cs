using Microsoft.ML.Sav.Report.Evaluation;

namespace Microsoft.ML.Sav.Report.Sections;

/// <summary>What the sections of a report show.</summary>
/// <param name="Title">Title of the page.</param>
/// <param name="Transformer">The model.</param>
/// <param name="Data">The rows with their scores.</param>
/// <param name="WrongRows">Wrong predictions, the most certain first.</param>
/// <param name="UnsureRows">Right predictions, the least certain first.</param>
/// <param name="Contents">What rows show, by position.</param>
/// <param name="LearningCurve">Accuracy by training examples per class; empty if examples are not kept.</param>
internal sealed record ReportContent(
    string Title,
    SavTransformer Transformer,
    EvaluatedData Data,
    IReadOnlyList<EvaluatedRow> WrongRows,
    IReadOnlyList<EvaluatedRow> UnsureRows,
    IReadOnlyDictionary<int, RowContent> Contents,
    IReadOnlyList<(int Count, double Accuracy)> LearningCurve)
{
    public SavModel Model => Transformer.Model;

    public Markup.Html GetClassName(int index) => Markup.Name.Create(Model.ClassNames[index]);
}
