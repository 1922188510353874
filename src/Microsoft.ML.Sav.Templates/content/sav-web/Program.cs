using Microsoft.AspNetCore.Diagnostics.HealthChecks;

// Serves model.zip. Without one, trains it on photos/, one folder per class. Delete model.zip to train again.
// curl --data-binary @image.png -H "Content-Type: image/png" localhost:5000/predict
if (!File.Exists("model.zip"))
{
    Console.WriteLine("Training on photos/, which takes up to a second per photo ...");
    Training.Run("photos", "model.zip");
}

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSavClassifier("model.zip");
builder.Services.AddProblemDetails();

var app = builder.Build();
app.MapSavClassifier("/predict");
app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
app.Run();
