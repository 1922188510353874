using Microsoft.ML.Sav.Report.Evaluation;
using Microsoft.ML.Sav.Report.Sections;

namespace Microsoft.ML.Sav.Report;

/// <summary>
/// A report on a model as one HTML file without references to others: quality on given rows, confusions, calibration, rows to look at, what training
/// chose and why, fingerprints, and a model card to fill in.
/// </summary>
public sealed class SavReport
{
    private SavReport(string html) => Html = html;

    /// <summary>The page.</summary>
    public string Html { get; }

    /// <summary>Evaluates a model and creates the report. The LMM runs once per row.</summary>
    /// <param name="model">A <see cref="SavTransformer"/>, or a chain that contains one.</param>
    /// <param name="data">Labelled rows that the model was not trained on, with the columns that it reads.</param>
    /// <param name="options">What the report shows.</param>
    /// <exception cref="ArgumentException">
    /// There is no single <see cref="SavTransformer"/> in <paramref name="model"/>, a column is missing, or no row has a label that the model knows.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="SavReportOptions.RowCount"/> is negative.</exception>
    /// <exception cref="SavRowException">A row cannot be used, and <paramref name="model"/> does not skip such rows (<see cref="SavTransformer.WithOnRowError"/>).</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public static SavReport Create(ITransformer model, IDataView data, SavReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new SavReportOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.RowCount, nameof(options.RowCount));
        var transformer = model.GetSav();
        var reader = new EvaluationReader(model.Transform(data), transformer, options.LabelColumnName);
        var evaluated = reader.Read(options.CancellationToken);
        var (wrong, unsure) = (SelectWrong(evaluated, options.RowCount), SelectUnsure(evaluated, options.RowCount));
        var shown = wrong.Concat(unsure).Concat(ConfusionSection.FindPairs(evaluated).SelectMany(ConfusionSection.SelectRows));
        var contents = reader.ReadContents(
            shown.Select(row => row.Position), options.Overlays ? wrong.Concat(unsure).Select(row => row.Position) : [], options.CancellationToken);
        var curve = transformer.Model.Examples is { } examples ? LearningCurve.Compute(examples, transformer.Model.Report, options.CancellationToken) : [];
        return new SavReport($"{ReportPage.Create(new ReportContent(options.Title, transformer, evaluated, wrong, unsure, contents, curve))}");
    }

    /// <summary>Writes the page to a file.</summary>
    /// <param name="path">The file, by convention with the extension .html. It is replaced if it exists.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => File.WriteAllText(path, Html);

    /// <summary>Writes the page in UTF-8.</summary>
    /// <param name="stream">The stream, which stays open.</param>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var writer = new StreamWriter(stream, leaveOpen: true);
        writer.Write(Html);
    }

    private static EvaluatedRow[] SelectWrong(EvaluatedData data, int count) =>
        [.. data.Rows.Where(row => !row.IsRight).OrderByDescending(row => row.Certainty).Take(count)];

    private static EvaluatedRow[] SelectUnsure(EvaluatedData data, int count) =>
        [.. data.Rows.Where(row => row.IsRight).OrderBy(row => row.Certainty).Take(count)];
}
