using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WebApp.Security;

/// <summary>Adds the key to the OpenAPI document, so that its reference page has a field for it.</summary>
internal sealed class ApiDescription(AppOptions options) : IOpenApiDocumentTransformer
{
    private const string SchemeName = "key";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "Piles of photos";
        if (options.ApiKeys.Length > 0)
        {
            document.AddComponent(SchemeName, new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = ApiKeyFilter.HeaderName });
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SchemeName, document)] = [] }];
        }
        return Task.CompletedTask;
    }
}
