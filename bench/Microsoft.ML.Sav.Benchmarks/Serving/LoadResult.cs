using Microsoft.ML.Sav.Benchmarks.Measuring;

namespace Microsoft.ML.Sav.Benchmarks.Serving;

/// <summary>What a load gave.</summary>
/// <param name="Throughput">Predictions per second.</param>
/// <param name="Milliseconds">Time of the requests that were served.</param>
/// <param name="Throttled">Number of requests that were refused since the queue was full.</param>
/// <param name="Failed">Number of requests with any other status.</param>
internal sealed record LoadResult(double Throughput, Spread Milliseconds, int Throttled, int Failed);
