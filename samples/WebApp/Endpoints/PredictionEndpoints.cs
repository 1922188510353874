using Microsoft.ML;
using Microsoft.ML.Sav.AspNetCore;
using WebApp.Photos;
using WebApp.Security;
using WebApp.Training;

namespace WebApp.Endpoints;

/// <summary>What the model says about a photo, why, and what it would like to know.</summary>
internal static class PredictionEndpoints
{
    private const int SuggestionCount = 5;

    public static void MapPredictions(this IEndpointRouteBuilder page)
    {
        page.MapGet("/photos/{id}/prediction", async (string id, PhotoLibrary library, ISavPredictor predictor, CancellationToken cancellationToken) =>
        {
            var image = await File.ReadAllBytesAsync(library.GetPath(library.GetPhoto(id)), cancellationToken);
            try
            {
                return await predictor.PredictAsync(new SavInput(image), cancellationToken);
            }
            catch (SavModelMissingException)
            {
                throw new RequestException(StatusCodes.Status409Conflict, "There is no model yet. Put photos into two piles first.");
            }
            catch (SavOverloadedException exception)
            {
                throw new RequestException(StatusCodes.Status429TooManyRequests, exception.Message);
            }
        });
        // The photo with red where it looks like the class, and blue where it does not.
        page.MapGet("/photos/{id}/evidence", async (string id, string label, PhotoLibrary library, Learner learner, ModelStore store, CancellationToken cancellationToken) =>
        {
            var photo = library.GetPhoto(id);
            return await store.UseAsync(sav =>
            {
                if (!sav.Model.ClassNames.Contains(label))
                    throw new RequestException(StatusCodes.Status404NotFound, "The model does not know this pile.");
                var overlay = new MemoryStream();
                sav.Explain(learner.CreateView([photo])).Single().WriteOverlayPng(overlay, label);
                return TypedResults.Bytes(overlay.ToArray(), "image/png");
            }, cancellationToken);
        });
        page.MapGet("/suggestions", async (PhotoLibrary library, Learner learner, CancellationToken cancellationToken) =>
        {
            var (photos, piles) = (library.GetPhotos(), library.GetPiles());
            if (piles.Count < 2 || photos.TrueForAll(photo => photo.Label is not null))
                throw new RequestException(StatusCodes.Status409Conflict, "There should be two piles, and photos that are in none.");
            var rows = await Task.Run(() => learner.Suggest(photos, piles, SuggestionCount), cancellationToken);
            return rows.Select(row => new { photos[(int)row.Row].Id, Likely = row.LikelyLabels.Select(label => label.Key) });
        }).RequireRateLimiting(RateLimits.Heavy);
    }
}
