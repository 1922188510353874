using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Sav;

namespace QuickStart;

/// <summary>Trains on a folder of photos, tests on another, and saves the model.</summary>
internal static class Training
{
    private const string Lmm = "samples/models/smollm2-135m-vision";
    private const string Photos = "samples/data/fashion-mnist";

    public static void Run(string modelPath)
    {
        var mlContext = new MLContext(seed: 1);
        var trainingPhotos = mlContext.Data.LoadFromEnumerable(Photo.FromFolders(Path.Combine(Photos, "train")));
        var testPhotos = mlContext.Data.LoadFromEnumerable(Photo.FromFolders(Path.Combine(Photos, "test")));

        var pipeline = mlContext.Transforms.Conversion.MapValueToKey("Label")
            .Append(mlContext.MulticlassClassification.Trainers.Sav(new SavEstimator.Options
            {
                Lmm = Lmm,
                ImageColumnName = nameof(Photo.ImagePath),
                Prompt = "What is in the image?",
                Progress = new ConsoleProgress(),
            }))
            .Append(mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

        var watch = Stopwatch.StartNew();
        Console.WriteLine($"Training on {Photos}/train");
        var model = pipeline.Fit(trainingPhotos);
        var classifier = model.OfType<SavTransformer>().Single();
        Console.WriteLine($"  {classifier.Model.ExampleCounts.Sum()} photos of {classifier.Model.ClassCount} classes in {watch.Elapsed.TotalSeconds:F0} s");
        var report = classifier.Model.Report;
        foreach (var expert in report.Experts)
            Console.WriteLine($"  {expert.Kind}, {expert.FeatureCount} features: accuracy {expert.LeaveOneOut?.Accuracy:P1} by leave-one-out, {(expert.Weight > 0 ? "used" : "not used")}");
        Console.WriteLine($"  accuracy to expect: {report.LeaveOneOut?.Accuracy:P1} by leave-one-out");

        watch.Restart();
        Console.WriteLine($"Testing on {Photos}/test");
        var metrics = mlContext.MulticlassClassification.Evaluate(model.Transform(testPhotos));
        Console.WriteLine($"  accuracy {metrics.MicroAccuracy:P1} in {watch.Elapsed.TotalSeconds:F0} s; chance is {1.0 / classifier.Model.ClassCount:P1}");
        Console.WriteLine(metrics.ConfusionMatrix.GetFormattedConfusionTable());

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(modelPath))!);
        mlContext.Model.Save(model, trainingPhotos.Schema, modelPath);
        Console.WriteLine($"Saved {modelPath}, {new FileInfo(modelPath).Length / 1024:N0} KB");
    }
}
