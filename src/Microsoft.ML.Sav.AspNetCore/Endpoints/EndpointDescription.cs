using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Microsoft.ML.Sav.AspNetCore.Endpoints;

/// <summary>The endpoint in an OpenAPI document.</summary>
internal static class EndpointDescription
{
    private const string Json = "application/json";

    /// <summary>Gives each content type its own schema, where ASP.NET Core gives all of them that of one row in JSON.</summary>
    public static Task CompleteAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (operation.RequestBody?.Content is { } request && request.TryGetValue(Json, out var row))
        {
            request.Clear();
            request[Json] = new OpenApiMediaType { Schema = OneOrMany(row.Schema!, "A row, or an array of rows. Image, text or both, as the model was trained on.") };
            request["multipart/form-data"] = new OpenApiMediaType { Schema = Form() };
            request["image/*"] = new OpenApiMediaType { Schema = Bytes("An encoded image: JPEG, PNG, WebP, GIF or BMP.") };
        }
        if (operation.Responses?.TryGetValue("200", out var response) == true && response.Content is { } predictions && predictions.TryGetValue(Json, out var prediction))
            predictions[Json] = new OpenApiMediaType { Schema = OneOrMany(prediction.Schema!, "An array, in the order of the rows, if an array or several files were sent.") };
        return Task.CompletedTask;
    }

    private static OpenApiSchema OneOrMany(IOpenApiSchema one, string description) => new()
    {
        Description = description,
        OneOf = [one, new OpenApiSchema { Type = JsonSchemaType.Array, Items = one, MinItems = 1 }],
    };

    private static OpenApiSchema Form() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["image"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Bytes("An encoded image."), Description = "One file or several, a row each." },
            ["text"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The text of all rows." },
        },
    };

    private static OpenApiSchema Bytes(string description) => new() { Type = JsonSchemaType.String, Format = "binary", Description = description };
}
