using WebApp.Photos;
using WebApp.Security;
using WebApp.Training;

namespace WebApp.Endpoints;

/// <summary>Server-sent events: <c>training</c> with its status, and <c>changed</c> when piles or photos changed.</summary>
internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder page) => page.MapGet(
            "/events",
            (EventStream events, Trainer trainer, IHostApplicationLifetime host, HttpContext context) =>
            {
                // Open pages do not delay the end of the server.
                var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.ApplicationStopping);
                context.Response.RegisterForDispose(ended);
                return TypedResults.ServerSentEvents(events.ReadAsync("training", () => trainer.Status, ended.Token));
            })
        .RequireRateLimiting(RateLimits.Pages);

    public static void PublishChanges(this IServiceProvider services)
    {
        var events = services.GetRequiredService<EventStream>();
        services.GetRequiredService<PhotoLibrary>().Changed += () => events.Publish("changed", new { });
    }
}
