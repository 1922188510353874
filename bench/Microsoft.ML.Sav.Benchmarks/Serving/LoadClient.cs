using System.Diagnostics;
using System.Net;
using Microsoft.ML.Sav.Benchmarks.Data;
using Microsoft.ML.Sav.Benchmarks.Measuring;

namespace Microsoft.ML.Sav.Benchmarks.Serving;

/// <summary>Sends photos over a number of connections, each the next photo as soon as it has an answer.</summary>
internal static class LoadClient
{
    public static async Task<LoadResult> RunAsync(Uri server, int connections, TimeSpan duration)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections }) { BaseAddress = server };
        var watch = Stopwatch.StartNew();
        var responses = (await Task.WhenAll(Enumerable.Range(0, connections).Select(connection => SendAsync(client, connection, duration)))).SelectMany(all => all).ToList();
        var seconds = watch.Elapsed.TotalSeconds;
        var served = responses.Where(response => response.Status == HttpStatusCode.OK).Select(response => response.Milliseconds).ToList();
        return new LoadResult(
            served.Count / seconds, new Spread(served), responses.Count(response => response.Status == HttpStatusCode.TooManyRequests),
            responses.Count(response => response.Status is not (HttpStatusCode.OK or HttpStatusCode.TooManyRequests)));
    }

    private static async Task<List<(HttpStatusCode Status, double Milliseconds)>> SendAsync(HttpClient client, int connection, TimeSpan duration)
    {
        var responses = new List<(HttpStatusCode, double)>();
        var start = Stopwatch.GetTimestamp();
        for (var row = connection; Stopwatch.GetElapsedTime(start) < duration; row++)
        {
            using var content = new ByteArrayContent(await File.ReadAllBytesAsync(FashionTask.TestImage(row)));
            content.Headers.ContentType = new("image/png");
            var sent = Stopwatch.GetTimestamp();
            using var response = await client.PostAsync("/predict", content);
            responses.Add((response.StatusCode, Stopwatch.GetElapsedTime(sent).TotalMilliseconds));
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
                await Task.Delay(response.Headers.RetryAfter!.Delta!.Value);
        }
        return responses;
    }
}
