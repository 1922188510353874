using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;

namespace WebApp.Security;

/// <summary>Antiforgery tokens for the page.</summary>
internal static class PageSecurity
{
    public static void AddPageSecurity(this IServiceCollection services, AppOptions options)
    {
        // Keys in the data folder: an open page works on after a restart of the server.
        services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(options.KeyFolder)).SetApplicationName("WebApp");
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.HeaderName = PageFilter.TokenHeaderName;
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.HttpOnly = true;
        });
    }

    /// <summary>Gives the page a token for its header, and the cookie that belongs to it.</summary>
    public static void MapToken(this IEndpointRouteBuilder page) => page.MapGet("/token", (HttpContext context, IAntiforgery antiforgery) =>
        new { Token = antiforgery.GetAndStoreTokens(context).RequestToken });
}
