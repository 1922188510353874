using Microsoft.ML.Sav.Benchmarks.Reporting;
using Microsoft.ML.Sav.Results.Measuring;
using Microsoft.ML.Sav.Results.Methods;

namespace Microsoft.ML.Sav.Results.Reporting;

/// <summary>The aims of the library, and whether the measurements meet them.</summary>
/// <param name="table">The measurements.</param>
internal sealed class Aims(ResultTable table)
{
    private const int FullShots = 20;

    private readonly MarkdownTable _table = new("aim", "measured", "");

    /// <summary>Compares the measurements with the aims. What was not measured is left out.</summary>
    public MarkdownTable Compare()
    {
        AddAgainstLogisticRegression();
        AddAgainstVote();
        foreach (var rival in new[] { MethodNames.TfIdf, MethodNames.MachineLearningTexts })
            AddOnText(rival);
        AddCalibration();
        return _table;
    }

    private void AddAgainstLogisticRegression()
    {
        var differences = (
            from dataSet in table.DataSets
            from shots in new[] { 5, 10, FullShots }
            let auto = table.FindAccuracy(dataSet, MethodNames.Auto, shots)
            let rival = table.FindAccuracy(dataSet, MethodNames.LogisticRegression, shots)
            where auto is not null && rival is not null
            select (Place: $"{dataSet}, {shots} shots", Difference: auto.Mean - rival.Mean, rival.Deviation)).ToList();
        if (differences.Count == 0)
            return;
        var below = differences.Where(place => place.Difference < 0).ToList();
        var measured = below.Count == 0
            ? $"at or above in all {differences.Count}"
            : $"at or above in {differences.Count - below.Count} of {differences.Count}; below: "
                + string.Join("; ", below.Select(place => $"{place.Place} by {-place.Difference:0.000} (deviation {place.Deviation:0.000})"));
        Add($"`Auto` at 5, 10, 20 shots at or above {MethodNames.LogisticRegression}, less than one standard deviation below anywhere", measured,
            below.All(place => -place.Difference < place.Deviation) && differences.Average(place => place.Difference) >= 0);
    }

    private void AddAgainstVote()
    {
        var differences = FindDifferences(MethodNames.Auto, MethodNames.Sav);
        if (differences.Count > 0)
            Add($"`Auto` at {FullShots} shots at least 8 points above SAV on average", Describe(differences), differences.Average(place => place.Difference) >= .08);
    }

    private void AddOnText(string rival)
    {
        var differences = FindDifferences(MethodNames.Auto, rival);
        if (differences.Count > 0)
            Add($"on text, `Auto` at {FullShots} shots at least 10 points above {rival}", Describe(differences), differences.All(place => place.Difference >= .1));
    }

    private void AddCalibration()
    {
        var errors = (
            from dataSet in table.DataSets
            let error = table.Find(dataSet, MethodNames.Auto, FullShots, quality => quality.CalibrationError)
            where error is not null
            select (dataSet, error.Mean)).ToList();
        if (errors.Count > 0)
            Add($"calibration error of `Auto` at most .06 at {FullShots} shots", string.Join(", ", errors.Select(error => $"{error.dataSet} {error.Mean:0.000}")), errors.All(error => error.Mean <= .06));
    }

    private List<(string DataSet, double Difference)> FindDifferences(string method, string rival) =>
    [
        .. from dataSet in table.DataSets
           let own = table.FindAccuracy(dataSet, method, FullShots)
           let other = table.FindAccuracy(dataSet, rival, FullShots)
           where own is not null && other is not null
           select (dataSet, own.Mean - other.Mean),
    ];

    private static string Describe(List<(string DataSet, double Difference)> differences) =>
        $"{Points(differences.Average(place => place.Difference))} on average ({string.Join(", ", differences.Select(place => $"{place.DataSet} {Points(place.Difference)}"))})";

    private static string Points(double difference) => $"{100 * difference:+0.0;-0.0} points";

    private void Add(string aim, string measured, bool isMet) => _table.Add(aim, measured, isMet ? "met" : "**missed**");
}
