using WebApp.Photos;

namespace WebApp.Endpoints;

/// <summary>Piles: list, add, rename, remove.</summary>
internal static class PileEndpoints
{
    public static void MapPiles(this IEndpointRouteBuilder page)
    {
        page.MapGet("/piles", (PhotoLibrary library) =>
        {
            var photos = library.GetPhotos().ToLookup(photo => photo.Pile, photo => photo.Id);
            return new
            {
                Piles = library.GetPiles().Select(pile => new { pile.Id, pile.Name, Photos = photos[pile.Id] }),
                Unsorted = photos[null],
            };
        });
        page.MapPost("/piles", (NamedPile body, PhotoLibrary library) => library.AddPile(body.Name));
        page.MapPut("/piles/{id}", (long id, NamedPile body, PhotoLibrary library) => library.RenamePile(id, body.Name));
        page.MapDelete("/piles/{id}", (long id, PhotoLibrary library) => library.RemovePile(id));
        page.MapDelete("/everything", (PhotoLibrary library) => library.Clear());
    }

    internal sealed record NamedPile(string? Name);
}
