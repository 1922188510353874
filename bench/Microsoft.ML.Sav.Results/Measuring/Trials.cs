using System.Diagnostics;
using Microsoft.ML.Sav.Results.Data;
using Microsoft.ML.Sav.Results.Methods;
using Microsoft.ML.Sav.Results.Splitting;

namespace Microsoft.ML.Sav.Results.Measuring;

/// <summary>Measures methods on the splits of a data set.</summary>
/// <param name="dataSet">The rows.</param>
/// <param name="plan">How they are split.</param>
/// <param name="seeds">Number of splits.</param>
internal sealed class Trials(DataSet dataSet, SplitPlan plan, int seeds)
{
    /// <summary>The splits.</summary>
    public IReadOnlyList<FewShotSplit> Splits { get; } = [.. Enumerable.Range(0, seeds).Select(plan.Split)];

    /// <summary>Measures a method with each number of shots on each split. A method that fails is left out, and the rest is still measured.</summary>
    /// <param name="method">The method.</param>
    /// <param name="shots">Numbers of training rows per class.</param>
    /// <param name="reportFailure">Called with a sentence if the method fails.</param>
    public IReadOnlyList<Measurement> Measure(Method method, IEnumerable<int> shots, Action<string> reportFailure)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            List<Measurement> measurements = [.. from count in shots from split in Splits select Measure(method, count, split)];
            Console.Error.WriteLine($"{dataSet.Name}: {method.Name}, {watch.Elapsed.TotalSeconds:0.0} s");
            return measurements;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Console.Error.WriteLine(exception);
            reportFailure($"{method.Name} failed on {dataSet.Name} and is left out there: {exception.Message.ReplaceLineEndings(" ")}");
            return [];
        }
    }

    private Measurement Measure(Method method, int shots, FewShotSplit split)
    {
        var scores = method.Score(split.GetTraining(shots), split.Test);
        return new Measurement(dataSet.Name, method.Name, shots, split.Seed, Quality.Measure(scores, dataSet.GetClasses(split.Test)));
    }
}
