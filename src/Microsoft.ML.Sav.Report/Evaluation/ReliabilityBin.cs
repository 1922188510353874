namespace Microsoft.ML.Sav.Report.Evaluation;

/// <summary>Rows with similar greatest scores.</summary>
/// <param name="Upper">Upper bound of the scores.</param>
/// <param name="Count">Number of rows.</param>
/// <param name="Certainty">Mean greatest score.</param>
/// <param name="Accuracy">Share of right predictions.</param>
internal sealed record ReliabilityBin(double Upper, int Count, double Certainty, double Accuracy)
{
    /// <summary>Number of bins of equal width, as many as in the calibration error.</summary>
    public const int BinCount = 10;

    /// <summary>The bins that have rows, in ascending order. A bin holds its upper bound.</summary>
    public static IReadOnlyList<ReliabilityBin> Compute(IReadOnlyList<EvaluatedRow> rows) =>
    [
        .. from row in rows
           group row by Math.Clamp((int)Math.Ceiling((double)row.Certainty * BinCount), 1, BinCount) into bin
           orderby bin.Key
           select new ReliabilityBin((double)bin.Key / BinCount, bin.Count(), bin.Average(row => row.Certainty), bin.Average(row => row.IsRight ? 1.0 : 0)),
    ];
}
