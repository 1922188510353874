using Microsoft.AspNetCore.Mvc;
using WebApp.Photos;
using WebApp.Security;

namespace WebApp.Endpoints;

/// <summary>Photos: upload, show, move, remove.</summary>
internal static class PhotoEndpoints
{
    public static void MapPhotos(this IEndpointRouteBuilder page, AppOptions options)
    {
        // The photo is the body: no file name and no content type to be careful with.
        page.MapPost("/photos", async (HttpRequest request, long? pile, PhotoLibrary library, CancellationToken cancellationToken) =>
            {
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body, cancellationToken);
                return library.Add(PhotoContent.Check(body.ToArray(), options.MaxPhotoPixels), pile);
            })
            .WithMetadata(new RequestSizeLimitAttribute(options.MaxPhotoBytes))
            .RequireRateLimiting(RateLimits.Uploads);
        page.MapGet("/photos/{id}", (string id, PhotoLibrary library) =>
        {
            var photo = library.GetPhoto(id);
            return TypedResults.PhysicalFile(library.GetPath(photo), photo.ContentType);
        });
        page.MapPut("/photos/{id}", (string id, Destination body, PhotoLibrary library) => library.MovePhoto(id, body.Pile));
        page.MapDelete("/photos/{id}", (string id, PhotoLibrary library) => library.RemovePhoto(id));
    }

    internal sealed record Destination(long? Pile);
}
