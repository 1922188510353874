using Microsoft.ML;

namespace QuickStart;

/// <summary>Loads a saved model and predicts photos one by one.</summary>
internal static class Predicting
{
    public static void Run(string modelPath, string[] imagePaths)
    {
        var mlContext = new MLContext();
        var model = mlContext.Model.Load(modelPath, out _);
        using var engine = mlContext.Model.CreatePredictionEngine<Photo, PhotoPrediction>(model);
        Console.WriteLine($"Loaded {modelPath}");
        foreach (var path in imagePaths)
        {
            var prediction = engine.Predict(new Photo { ImagePath = path });
            Console.WriteLine($"  {path,-55} {prediction.PredictedLabel,-10} {prediction.Score.Max():P0}");
        }
    }
}
