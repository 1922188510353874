using Microsoft.ML.Data;

namespace IssueLabeler;

/// <summary>A row of the file.</summary>
internal sealed class Issue
{
    [LoadColumn(1)]
    public string Area { get; set; } = "";

    [LoadColumn(2)]
    public string Title { get; set; } = "";

    [LoadColumn(3)]
    public string Description { get; set; } = "";
}
