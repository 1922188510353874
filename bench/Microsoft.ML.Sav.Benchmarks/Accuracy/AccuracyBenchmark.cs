using Microsoft.ML.Sav.Benchmarks.Data;
using Microsoft.ML.Sav.Benchmarks.Measuring;
using Microsoft.ML.Sav.Benchmarks.Reporting;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Benchmarks.Accuracy;

/// <summary>Few-shot accuracy of the embedded LMM on folders of images, as docs/accuracy.md.</summary>
internal static class AccuracyBenchmark
{
    private const int HeadCount = SavEstimator.Options.DefaultHeadCount;
    private const int DepthCount = 6;

    /// <param name="arguments"><c>NAME=FOLDER</c> of each data set.</param>
    /// <param name="shots">Training images a class.</param>
    /// <param name="seeds">How often shots are chosen.</param>
    /// <param name="maxTest">Test images a class, at most.</param>
    public static void Run(IReadOnlyList<string> arguments, int shots, int seeds, int maxTest)
    {
        var dataSets = arguments.Select(DataSet.Open).ToList();
        using var lmm = MultimodalModel.Open(FashionTask.Lmm);
        using var extractor = lmm.CreateHeadExtractor();
        var layers = lmm.Heads.Max(head => head.Layer) + 1;
        var depths = Enumerable.Range(1, DepthCount).Select(step => layers * step / DepthCount).ToList();
        var accuracyAtDepths = depths.ToDictionary(depth => depth, _ => new List<string>());
        var table = new MarkdownTable(
            "data", "classes", "test images", $"SAV, {HeadCount} heads", "paper's tie rule", "best head alone", "chance");
        foreach (var dataSet in dataSets)
        {
            Console.Error.WriteLine($"{dataSet.Name}: {dataSet.Training.Count + (dataSet.Test?.Count ?? 0)} images");
            var vectors = Extract(extractor, [.. dataSet.Training, .. dataSet.Test ?? []]);
            var trials = Enumerable.Range(0, seeds).Select(seed => new FewShotTrial(dataSet, vectors, shots, maxTest, seed)).ToList();
            table.Add(
                dataSet.Name, dataSet.Classes.Length, trials[0].TestCount,
                Accuracy(trial => trial.Accuracy(lmm.Heads, lmm.Heads, HeadCount, VoteTieRule.MeanCosine)),
                Accuracy(trial => trial.Accuracy(lmm.Heads, lmm.Heads, HeadCount, VoteTieRule.FirstVoted)),
                Accuracy(trial => trial.Accuracy(lmm.Heads, lmm.Heads, 1, VoteTieRule.MeanCosine)),
                $"{1.0 / dataSet.Classes.Length:0.000}");
            foreach (var depth in depths)
                accuracyAtDepths[depth].Add(Accuracy(trial => trial.Accuracy(lmm.Heads, First(depth), HeadCount, VoteTieRule.MeanCosine)));

            string Accuracy(Func<FewShotTrial, double> measure) => MeanAndDeviation([.. trials.Select(measure)]);
        }

        var page = new MarkdownPage();
        page.Add("# Accuracy");
        page.Add($"""
            Written by this command, where FOLDER is where a data set lies:

            ```
            {Command(dataSets, shots, seeds, maxTest)}
            ```
            """);
        page.Add($"""
            Share of test images that the embedded LMM and {shots} images a class predict rightly, with the question "{FashionTask.Question}":
            mean over {seeds} random choices of these images, ± the standard deviation where choices differ. Test images are those of the
            data's test folder or, where it has none, those that were not chosen; at most {maxTest} a class. Chance is one in the number
            of classes.
            """);
        page.Add(table);
        page.Add("## Accuracy against latency");
        page.Add($"""
            The same with heads of the first layers only (`DepthBudget`). The time is that of predicting a photo of Fashion-MNIST with {HeadCount} heads, the
            deepest in the last of these layers, as a share of the time with all {layers}: the median of rounds in which all depths took turns,
            with the quartiles. {Machine.Describe()}.
            """);
        page.Add(AgainstLatency(dataSets, accuracyAtDepths, DepthLatency.Measure(lmm, depths, HeadCount)));
        page.Save(Path.Combine(Repository.Root, "docs", "accuracy.md"));

        HeadLayout First(int count) => new(lmm.Heads.Where(head => head.Layer < count));
    }

    private static MarkdownTable AgainstLatency(
        IEnumerable<DataSet> dataSets, Dictionary<int, List<string>> accuracyAtDepths, IReadOnlyDictionary<int, Timings> timings)
    {
        var table = new MarkdownTable(["layers", "ratio of time", "p50 ms", .. dataSets.Select(dataSet => dataSet.Name)]);
        var whole = timings[timings.Keys.Max()];
        foreach (var (depth, accuracies) in accuracyAtDepths)
            table.Add([depth, timings[depth].RatioTo(whole), $"{timings[depth].Spread.Median:0.0}", .. accuracies]);
        return table;
    }

    private static Dictionary<Photo, float[]> Extract(HeadExtractor extractor, IReadOnlyList<Photo> photos)
    {
        var prompts = photos.Select(photo => new Prompt(FashionTask.Question, [ImageInput.FromFile(photo.ImagePath)]));
        return photos.Zip(extractor.ExtractAll(prompts)).ToDictionary();
    }

    private static string MeanAndDeviation(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return deviation == 0 ? $"{mean:0.000}" : $"{mean:0.000} ± {deviation:0.000}";
    }

    private static string Command(IEnumerable<DataSet> dataSets, int shots, int seeds, int maxTest)
    {
        var arguments = dataSets.Select(dataSet => $"\"{dataSet.Name}={(Path.IsPathFullyQualified(dataSet.Folder) ? "FOLDER" : dataSet.Folder)}\"");
        return string.Join(" \\\n  ",
            ["dotnet run -c Release --project bench/Microsoft.ML.Sav.Benchmarks --", $"accuracy --shots {shots} --seeds {seeds} --max-test {maxTest}", .. arguments]);
    }
}
