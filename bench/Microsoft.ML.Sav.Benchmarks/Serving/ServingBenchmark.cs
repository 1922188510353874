using Microsoft.ML.Sav.AspNetCore;
using Microsoft.ML.Sav.Benchmarks.Data;
using Microsoft.ML.Sav.Benchmarks.Measuring;
using Microsoft.ML.Sav.Benchmarks.Reporting;

namespace Microsoft.ML.Sav.Benchmarks.Serving;

/// <summary>Measures the web endpoint under load, and writes the last section of docs/serving.md.</summary>
internal static class ServingBenchmark
{
    private const string Heading = "## Load";
    private static readonly int[] Connections = [1, 2, 4, 8, 16, 32, 64, 128];

    public static async Task RunAsync(TimeSpan duration)
    {
        using var folder = new TemporaryFolder();
        var model = Path.Combine(folder.Path, "model.zip");
        Train(model);
        using var server = WebServer.Start(model);
        var address = new Uri(server.Read());
        await LoadClient.RunAsync(address, connections: 4, TimeSpan.FromSeconds(3)); // The first requests are slow.

        var page = new MarkdownPage();
        page.Add(Heading);
        page.Add($"""
            Photos of Fashion-MNIST with the embedded LMM, of which the default classifier needs the vision encoder alone; {duration.TotalSeconds:0} s per row; client and server share one machine: {Machine.Describe()}.
            The queue has {SavPredictorOptions.DefaultQueueLength} places. A client that gets status 429 waits as long as `Retry-After` says. Written by
            `dotnet run -c Release --project bench/Microsoft.ML.Sav.Benchmarks -- serving`.
            """);
        var table = new MarkdownTable("connections", "predictions per second", "ratio to 1 connection", "median, ms", "99 %, ms", "status 429", "other errors", "server's peak memory, MB");
        var single = 0.0;
        foreach (var connections in Connections)
        {
            var result = await LoadClient.RunAsync(address, connections, duration);
            single = single > 0 ? single : result.Throughput;
            table.Add(
                connections, $"{result.Throughput:0.0}", $"{result.Throughput / single:0.00}", $"{result.Milliseconds.Median:0}", $"{result.Milliseconds.Percentile(0.99):0}",
                result.Throttled, result.Failed, long.Parse(server.Ask("")) / 1024);
        }
        page.Add(table);
        Save(page);
    }

    private static void Train(string path)
    {
        var mlContext = new MLContext(seed: 1);
        var photos = mlContext.Data.LoadFromEnumerable(FashionTask.Training);
        using var model = FashionTask.Fit(mlContext, photos, FashionTask.Options());
        mlContext.Model.Save(model, photos.Schema, path);
    }

    private static void Save(MarkdownPage page)
    {
        var path = Path.Combine(Repository.Root, "docs", "serving.md");
        var before = File.ReadAllText(path).Split(Heading)[0].TrimEnd() + "\n\n";
        page.Save(path);
        File.WriteAllText(path, before + File.ReadAllText(path));
    }
}
