using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.ML.Sav.AspNetCore;
using Microsoft.ML.Sav.AspNetCore.Endpoints;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps an endpoint for predictions.</summary>
public static class SavEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps a <c>POST</c> endpoint that predicts images, texts or both. It takes an encoded image as the body (<c>image/*</c>), a form with files
    /// <c>image</c> and a field <c>text</c> (<c>multipart/form-data</c>), or JSON: <c>{ "image": "base64", "text": "..." }</c>, or an array of these.
    /// </summary>
    /// <remarks>
    /// Returns a <see cref="SavPrediction"/>, or an array if there are several files or the JSON is an array. <c>?top=3</c> limits the number of
    /// scores. Errors are <see cref="ProblemDetails"/> that name the row: 400 malformed, 413 too large, 415 another content type, 422 a row
    /// that cannot be used such as a damaged image, 429 too many rows wait, with <c>Retry-After</c>, 503 no model file (<see cref="SavPredictorOptions.AllowMissingModel"/>). It uses no cookies, so it needs no antiforgery token.
    /// </remarks>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="name">Name of the classifier, of <c>AddKeyedSavClassifier</c>; by default that of <c>AddSavClassifier</c>.</param>
    public static RouteHandlerBuilder MapSavClassifier(this IEndpointRouteBuilder endpoints, string pattern = "/predict", string name = "") =>
        endpoints.MapPost(pattern, (HttpRequest request, [Description("Number of scores per row, the greatest first. Default: all.")] int? top, IServiceProvider services, CancellationToken cancellationToken) =>
                new PredictEndpoint(services.GetRequiredKeyedService<ISavPredictor>(name), services.GetRequiredService<IOptionsMonitor<SavPredictorOptions>>().Get(name))
                    .HandleAsync(request, top, cancellationToken))
            // The last one lets other types in, so that the error says what to send.
            .Accepts<SavInput>("application/json", "multipart/form-data", "image/*", "*/*")
            .Produces<SavPrediction>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("Predicts images, texts or both")
            .AddOpenApiOperationTransformer(EndpointDescription.CompleteAsync);
}
