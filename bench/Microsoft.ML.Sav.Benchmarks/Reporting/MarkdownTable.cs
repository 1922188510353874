using System.Text;

namespace Microsoft.ML.Sav.Benchmarks.Reporting;

/// <summary>A Markdown table.</summary>
internal sealed class MarkdownTable(params string[] columns)
{
    private readonly List<object[]> _rows = [];

    public void Add(params object[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        var text = new StringBuilder();
        AppendRow(columns);
        AppendRow(Array.ConvertAll(columns, _ => "---"));
        _rows.ForEach(AppendRow);
        return text.ToString();

        void AppendRow(object[] cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }
}
