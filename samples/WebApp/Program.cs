using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Mvc;
using Scalar.AspNetCore;
using WebApp;
using WebApp.Endpoints;
using WebApp.Photos;
using WebApp.Security;
using WebApp.Training;

const int MaxJsonBytes = 4096;

var builder = WebApplication.CreateBuilder(args);
var options = AppOptions.Load(builder.Configuration, builder.Environment);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
var services = builder.Services;
services.AddSingleton(options);
services.AddSingleton<Database>();
services.AddSingleton<PhotoLibrary>();
services.AddSingleton<LearningLog>();
services.AddSingleton<EventStream>();
services.AddSingleton<Learner>();
services.AddSingleton<ModelStore>();
services.AddSingleton<Trainer>();
services.AddHostedService(provider => provider.GetRequiredService<Trainer>());

// Serves the file that the trainer writes. There is none until two piles have photos.
services.AddSavClassifier(options.ModelPath, sav =>
{
    sav.Lmm = options.Lmm;
    sav.MaxImageBytes = options.MaxPhotoBytes;
    sav.AllowMissingModel = true;
    sav.ReloadOnChange = false; // the trainer reloads it
});

services.AddPageSecurity(options);
services.AddRateLimits(options);
services.AddProblemDetails();
services.AddOpenApi(document => document.AddDocumentTransformer<ApiDescription>());
services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseSecurityHeaders();
// Browsers ask whether a file changed: all modules of the page are of the same version.
app.UseFileServer(new FileServerOptions { StaticFileOptions = { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache" } });
app.UseRateLimiter();

// For other programs.
app.MapSavClassifier("/predict").AddEndpointFilter<ApiKeyFilter>().RequireRateLimiting(RateLimits.Predictions);
app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
app.MapOpenApi();
app.MapScalarApiReference(reference => reference.DisableDefaultFonts());

// For the page.
var page = app.MapGroup("/api").AddEndpointFilter<PageFilter>().ExcludeFromDescription().WithMetadata(new RequestSizeLimitAttribute(MaxJsonBytes));
page.MapToken();
page.MapEvents();
page.MapPiles();
page.MapPhotos(options);
page.MapPredictions();
page.MapDownloads();
app.Services.PublishChanges();
app.Services.GetRequiredService<PhotoLibrary>().DeleteOrphans();

app.Run();
