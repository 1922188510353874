using System.Globalization;
using System.Threading.RateLimiting;

namespace WebApp.Security;

/// <summary>How much a client may ask of the server.</summary>
internal static class RateLimits
{
    /// <summary>Predictions by other programs.</summary>
    public const string Predictions = "predictions";

    /// <summary>Uploads: each is decoded, which takes memory.</summary>
    public const string Uploads = "uploads";

    /// <summary>Work of seconds: exports, reports, suggestions.</summary>
    public const string Heavy = "heavy";

    /// <summary>Open pages.</summary>
    public const string Pages = "pages";

    public static void AddRateLimits(this IServiceCollection services, AppOptions options) => services.AddRateLimiter(limiter =>
    {
        limiter.AddPolicy(Predictions, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress,
            _ => new FixedWindowRateLimiterOptions { PermitLimit = options.PredictionsPerMinute, Window = TimeSpan.FromMinutes(1) }));
        AddConcurrencyLimit(Uploads, permits: 2, queue: 100);
        AddConcurrencyLimit(Heavy, permits: 1, queue: 4);
        AddConcurrencyLimit(Pages, permits: 50, queue: 0);
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = async (rejected, cancellationToken) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time : TimeSpan.FromSeconds(1);
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            await TypedResults.Problem("Too many requests.", statusCode: StatusCodes.Status429TooManyRequests).ExecuteAsync(rejected.HttpContext);
        };

        void AddConcurrencyLimit(string name, int permits, int queue) => limiter.AddPolicy(name, _ => RateLimitPartition.GetConcurrencyLimiter(
            name, _ => new ConcurrencyLimiterOptions { PermitLimit = permits, QueueLimit = queue }));
    });
}
