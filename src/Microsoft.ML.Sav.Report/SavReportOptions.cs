namespace Microsoft.ML.Sav.Report;

/// <summary>What a report shows.</summary>
public sealed record SavReportOptions
{
    /// <summary>Default of <see cref="RowCount"/>.</summary>
    public const int DefaultRowCount = 24;

    /// <summary>Title of the page. Default: "Report".</summary>
    public string Title { get; init; } = "Report";

    /// <summary>Name of the label column, of keys or strings. Default: "Label".</summary>
    public string LabelColumnName { get; init; } = SavEstimator.Options.DefaultLabelColumnName;

    /// <summary>
    /// Maximum number of wrong rows, and of rows that the model is least certain of, to show with their image or text. Default:
    /// <see cref="DefaultRowCount"/>.
    /// </summary>
    public int RowCount { get; init; } = DefaultRowCount;

    /// <summary>
    /// Whether wrong rows and least sure ones also show the evidence for the predicted class, for which the LMM runs on them again. Default:
    /// <see langword="true"/>.
    /// </summary>
    public bool Overlays { get; init; } = true;

    /// <summary>Ends the evaluation early.</summary>
    public CancellationToken CancellationToken { get; init; }
}
