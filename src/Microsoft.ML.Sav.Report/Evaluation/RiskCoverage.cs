namespace Microsoft.ML.Sav.Report.Evaluation;

/// <summary>How the error rate falls if only the most certain predictions are accepted: the risk-coverage curve (El-Yaniv and Wiener 2010).</summary>
/// <param name="Points">Share of accepted predictions, and the share of errors among them; one per distinct certainty.</param>
/// <param name="Area">Area under the curve.</param>
internal sealed record RiskCoverage(IReadOnlyList<(double Coverage, double Risk)> Points, double Area)
{
    public static RiskCoverage Compute(IReadOnlyList<EvaluatedRow> rows)
    {
        var points = new List<(double Coverage, double Risk)>();
        var (accepted, errors, area) = (0, 0, 0.0);
        foreach (var group in rows.GroupBy(row => row.Certainty).OrderByDescending(group => group.Key))
        {
            accepted += group.Count();
            errors += group.Count(row => !row.IsRight);
            area += group.Count() * (double)errors / accepted;
            points.Add(((double)accepted / rows.Count, (double)errors / accepted));
        }
        return new RiskCoverage(points, area / rows.Count);
    }
}
