using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Results.Data;
using Microsoft.ML.Sav.Results.Features;
using Microsoft.ML.Sav.Results.Measuring;
using Microsoft.ML.Sav.Results.Methods;
using Microsoft.ML.Sav.Results.Reporting;
using Microsoft.ML.Sav.Results.Scores;
using Microsoft.ML.Sav.Results.Splitting;
using Microsoft.ML.Sav.Results.ZeroShot;

namespace Microsoft.ML.Sav.Results;

/// <summary>Measures all methods on all data sets and writes the page.</summary>
/// <param name="options">What to measure.</param>
internal sealed class ResultsRun(ResultsOptions options)
{
    private const int ComparedShots = 20;

    private readonly ResultTable _table = new();
    private readonly List<string> _notes = [];
    private readonly List<DataSetResults> _results = [];
    private string _fingerprint = "";

    /// <summary>Runs everything.</summary>
    public void Run()
    {
        var dataSets = ReadDataSets(options, _notes.Add);
        using var lmm = MultimodalModel.Open(options.Lmm);
        _fingerprint = lmm.Fingerprint;
        var features = dataSets.ConvertAll(dataSet => Extract(lmm, dataSet));
        if (options.Scores)
        {
            ScoresPage.Write(options, [.. features.SelectMany((table, i) => MeasureScores(table, FindOther(features, i)))]);
            return;
        }
        features.ForEach(Measure);
        new ResultsPage(options, _fingerprint, _table, _results, _notes).Write();
    }

    /// <summary>Reads all data before the first run, so that a wrong path fails at once.</summary>
    /// <param name="options">What to read.</param>
    /// <param name="report">Called with a sentence per data set that is left out.</param>
    public static List<DataSet> ReadDataSets(ResultsOptions options, Action<string> report)
    {
        var named = options.Data.Select(DataSetReader.Read);
        List<DataSet> dataSets = [.. options.Data.Count > 0 && !options.WithKnownData ? named
            : KnownDataSets.Read(Path.Combine(Repository.Root, "..", "shared", "data"), options.CacheFolder, report).Concat(named)];
        return dataSets.GroupBy(dataSet => dataSet.Name).FirstOrDefault(sameName => sameName.Count() > 1) is { Key: var name }
            ? throw new InvalidDataException($"Two data sets are named '{name}'; name them by --data NAME=PATH.")
            : dataSets;
    }

    private FeatureTable Extract(MultimodalModel lmm, DataSet dataSet)
    {
        var features = FeatureExtraction.Extract(lmm, dataSet, Path.Combine(options.CacheFolder, "features"));
        if (options.FeatureFolder is { } folder)
            FeatureFiles.Write(features, folder);
        return features;
    }

    private IEnumerable<ScoreMeasurement> MeasureScores(FeatureTable features, FeatureTable? other)
    {
        var plan = new SplitPlan(features.DataSet, options.Shots, options.MaxTest);
        var trials = new ScoreTrials(features, other);
        foreach (var shots in plan.Shots.Where(shots => shots > 1))
        {
            Console.Error.WriteLine($"{features.DataSet.Name}: scores with {shots} shots");
            foreach (var split in Enumerable.Range(0, options.Seeds).Select(plan.Split))
                yield return trials.Measure(split, shots);
        }
    }

    // The next data set that has the same features.
    private static FeatureTable? FindOther(List<FeatureTable> features, int index) =>
        features.Skip(index + 1).Concat(features.Take(index)).FirstOrDefault(other => other.Layout.Equals(features[index].Layout));

    private void Measure(FeatureTable features)
    {
        var dataSet = features.DataSet;
        var plan = new SplitPlan(dataSet, options.Shots, options.MaxTest);
        if (plan.Shots.Count == 0)
        {
            _notes.Add($"{dataSet.Name} is left out: most of its classes have fewer rows than any of the shots need.");
            return;
        }
        var trials = new Trials(dataSet, plan, options.Seeds);
        foreach (var method in Contestants.CreateLibrary(features).Concat(CreateRivals(features)))
        {
            foreach (var measurement in trials.Measure(method, plan.Shots, _notes.Add))
                _table.Add(measurement);
        }
        var headShots = plan.Shots.LastOrDefault(shots => shots <= ComparedShots, plan.Shots[0]);
        _results.Add(new DataSetResults(dataSet, trials.Splits[0].Test.Length, plan.SmallestPool, headShots, MeasureHeadCounts(features, trials, headShots)));
    }

    private IEnumerable<Method> CreateRivals(FeatureTable features)
    {
        var cache = new RowCache(Path.Combine(options.CacheFolder, "rivals"));
        var rivals = Contestants.CreateRivals(features, cache);
        return options.WithoutZeroShot ? rivals : rivals.Append(new PrecomputedScores(MethodNames.ZeroShot, AnswerAll));

        float[][] AnswerAll() => cache.GetOrAdd(
            features.DataSet, $"zero-shot {_fingerprint}{ZeroShotAnswers.CreateInstruction(features.DataSet)}", () => ZeroShotAnswers.Score(options.Lmm, features.DataSet));
    }

    private Dictionary<string, IReadOnlyList<(int Heads, Summary Accuracy)>> MeasureHeadCounts(FeatureTable features, Trials trials, int shots)
    {
        var curves = new Dictionary<string, IReadOnlyList<(int Heads, Summary Accuracy)>>();
        foreach (var kind in Contestants.WithHeadCounts)
        {
            var curve = new List<(int Heads, Summary Accuracy)>();
            foreach (var heads in options.HeadCounts.Where(heads => heads <= features.Layout.Count(feature => feature.Kind == Heads.FeatureKind.LastToken)))
            {
                // Failures were reported with the default number of heads.
                var measurements = trials.Measure(Contestants.Create(features, kind, heads), [shots], _ => { });
                if (measurements.Count == 0)
                    break;
                curve.Add((heads, Summary.FromValues([.. measurements.Select(measurement => measurement.Quality.Accuracy)])));
            }
            if (curve.Count > 0)
                curves.Add(kind.Name, curve);
        }
        return curves;
    }
}
