using System.Security.Cryptography;
using System.Text;

namespace WebApp.Security;

/// <summary>Asks for one of the configured keys in the header <c>X-Api-Key</c>; for none if none is configured.</summary>
internal sealed class ApiKeyFilter(AppOptions options) : IEndpointFilter
{
    public const string HeaderName = "X-Api-Key";

    private readonly byte[][] _hashes = [.. options.ApiKeys.Select(Hash)];

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        _hashes.Length == 0 || IsKnown(context.HttpContext.Request.Headers[HeaderName].ToString())
            ? await next(context)
            : TypedResults.Problem($"Send a valid key in the header {HeaderName}.", statusCode: StatusCodes.Status401Unauthorized);

    // Compares in constant time: how long it takes tells nothing about the keys.
    private bool IsKnown(string key) => _hashes.Count(hash => CryptographicOperations.FixedTimeEquals(hash, Hash(key))) > 0;

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
