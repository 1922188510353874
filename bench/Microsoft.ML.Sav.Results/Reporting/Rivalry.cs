using Microsoft.ML.Sav.Benchmarks.Reporting;
using Microsoft.ML.Sav.Results.Measuring;
using Microsoft.ML.Sav.Results.Methods;

namespace Microsoft.ML.Sav.Results.Reporting;

/// <summary>Compares <c>Auto</c> with every other method over all data sets and shots.</summary>
internal static class Rivalry
{
    /// <summary>Counts where the mean accuracy of <c>Auto</c> is higher or lower.</summary>
    public static MarkdownTable Compare(ResultTable table)
    {
        var page = new MarkdownTable("`Auto` against", "wins", "equal", "losses", "mean difference", "greatest win", "greatest loss");
        foreach (var rival in table.DataSets.SelectMany(table.GetMethods).Distinct().Where(method => method != MethodNames.Auto))
        {
            var places = (
                from dataSet in table.DataSets
                from shots in table.GetShots(dataSet)
                let auto = table.FindAccuracy(dataSet, MethodNames.Auto, shots)
                let other = table.FindAccuracy(dataSet, rival, shots)
                where auto is not null && other is not null
                select (Name: $"{dataSet}, {shots} shots", Difference: auto.Mean - other.Mean)).ToList();
            if (places.Count == 0)
                continue;
            var (worst, best) = (places.MinBy(place => place.Difference), places.MaxBy(place => place.Difference));
            page.Add(
                rival, places.Count(place => place.Difference > 0), places.Count(place => place.Difference == 0), places.Count(place => place.Difference < 0),
                $"{places.Average(place => place.Difference):+0.000;-0.000}",
                best.Difference > 0 ? $"{best.Difference:+0.000} ({best.Name})" : "-",
                worst.Difference < 0 ? $"{worst.Difference:-0.000;-0.000} ({worst.Name})" : "-");
        }
        return page;
    }
}
