using System.IO.Compression;
using Microsoft.AspNetCore.Http.HttpResults;
using WebApp.Photos;
using WebApp.Security;
using WebApp.Training;

namespace WebApp.Endpoints;

/// <summary>What a person takes home: the model, the model as ONNX, and a report.</summary>
internal static class DownloadEndpoints
{
    public static void MapDownloads(this IEndpointRouteBuilder page)
    {
        page.MapGet("/downloads/model.zip", IResult (AppOptions options) => File.Exists(options.ModelPath)
            ? TypedResults.PhysicalFile(options.ModelPath, "application/zip", "model.zip")
            : TypedResults.Problem("There is no model yet.", statusCode: StatusCodes.Status409Conflict));
        page.MapGet("/downloads/model-onnx.zip", ExportAsync).RequireRateLimiting(RateLimits.Heavy);
        page.MapGet("/downloads/report.html", ReportAsync).RequireRateLimiting(RateLimits.Heavy);
    }

    private static async Task<FileStreamHttpResult> ExportAsync(ModelStore store, CancellationToken cancellationToken)
    {
        var archive = await store.UseAsync(sav =>
        {
            var folder = Directory.CreateTempSubdirectory("sav-export-");
            try
            {
                var files = sav.ExportOnnx(Path.Combine(folder.FullName, "model.onnx"));
                // Deleted when it is closed, after the download. Weights hardly compress.
                var stream = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 81920, FileOptions.DeleteOnClose);
                using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
                {
                    foreach (var file in files)
                        zip.CreateEntryFromFile(file, Path.GetFileName(file), CompressionLevel.NoCompression);
                }
                stream.Position = 0;
                return stream;
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }, cancellationToken);
        return TypedResults.File(archive, "application/zip", "model-onnx.zip");
    }

    // A report needs photos that its model has not learned: a second model learns two of three photos of each pile, and the third ones test it.
    private static async Task<FileContentHttpResult> ReportAsync(PhotoLibrary library, Learner learner, CancellationToken cancellationToken)
    {
        var photos = library.GetPhotos().Where(photo => photo.Label is not null).GroupBy(photo => photo.Label)
            .Where(pile => pile.Count() >= 3)
            .SelectMany(pile => pile.Select((photo, number) => (Photo: photo, IsTest: number % 3 == 2)))
            .ToLookup(photo => photo.IsTest, photo => photo.Photo);
        if (photos[true].Select(photo => photo.Label).Distinct().Count() < 2)
            throw new RequestException(StatusCodes.Status409Conflict, "A report needs at least two piles with three photos each.");
        return await Task.Run(() =>
        {
            var html = new MemoryStream();
            learner.CreateReport(photos[false], photos[true], cancellationToken).Save(html);
            return TypedResults.File(html.ToArray(), "text/html", "report.html");
        }, cancellationToken);
    }
}
