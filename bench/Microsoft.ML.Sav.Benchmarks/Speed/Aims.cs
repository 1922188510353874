using Microsoft.ML.Sav.Benchmarks.Measuring;
using Microsoft.ML.Sav.Benchmarks.Reporting;

namespace Microsoft.ML.Sav.Benchmarks.Speed;

/// <summary>Table of measured ratios and their aims.</summary>
internal sealed class Aims
{
    private readonly MarkdownTable _table = new("measure", "ratio", "aim", "");

    /// <summary>Adds a ratio that should not exceed a limit.</summary>
    public void AddAtMost(string measure, Spread ratio, double limit) => Add(measure, ratio, "at most", limit, ratio.Median <= limit);

    /// <summary>Adds a ratio that should not be below a limit.</summary>
    public void AddAtLeast(string measure, Spread ratio, double limit) => Add(measure, ratio, "at least", limit, ratio.Median >= limit);

    public override string ToString() => _table.ToString();

    private void Add(string measure, Spread ratio, string comparison, double limit, bool met) =>
        _table.Add(measure, ratio, $"{comparison} {limit:0.##}", met ? "met" : "missed");
}
