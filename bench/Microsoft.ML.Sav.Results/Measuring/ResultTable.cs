using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Results.Measuring;

/// <summary>All measurements, and what they come to over seeds.</summary>
internal sealed class ResultTable
{
    private readonly List<Measurement> _measurements = [];

    public void Add(Measurement measurement) => _measurements.Add(measurement);

    /// <summary>Names of the data sets, in the order of measurement.</summary>
    public IReadOnlyList<string> DataSets => [.. _measurements.Select(measurement => measurement.DataSet).Distinct()];

    /// <summary>Numbers of training rows per class that were measured on a data set.</summary>
    public IReadOnlyList<int> GetShots(string dataSet) => [.. _measurements.Where(measurement => measurement.DataSet == dataSet).Select(measurement => measurement.Shots).Distinct().Order()];

    /// <summary>Names of the methods that were measured on a data set, in that order.</summary>
    public IReadOnlyList<string> GetMethods(string dataSet) => [.. _measurements.Where(measurement => measurement.DataSet == dataSet).Select(measurement => measurement.Method).Distinct()];

    /// <summary>A quality over seeds; <see langword="null"/> if it was not measured.</summary>
    public Summary? Find(string dataSet, string method, int shots, Func<ClassificationQuality, double> value)
    {
        var values = _measurements
            .Where(measurement => measurement.DataSet == dataSet && measurement.Method == method && measurement.Shots == shots)
            .Select(measurement => value(measurement.Quality)).ToList();
        return values.Count == 0 ? null : Summary.FromValues(values);
    }

    /// <summary>The accuracy over seeds; <see langword="null"/> if it was not measured.</summary>
    public Summary? FindAccuracy(string dataSet, string method, int shots) => Find(dataSet, method, shots, quality => quality.Accuracy);
}
