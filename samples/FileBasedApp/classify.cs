#!/usr/bin/env dotnet
#:project ../../src/Microsoft.ML.Sav
#:package Microsoft.ML
#:package Microsoft.ML.ImageAnalytics
#:package Microsoft.ML.OnnxRuntime
#:property PublishAot=false

// dotnet run classify.cs [PHOTOS]: a notebook in one file. Each part prints what it found, and is there to be changed.
using Microsoft.ML;
using Microsoft.ML.Data;

var folder = args.FirstOrDefault() ?? "../data/fashion-mnist/train";
var mlContext = new MLContext(seed: 1);

// 1. The data: a folder per class.
var files = Directory.GetFiles(folder, "*.*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
var photos = mlContext.Data.LoadFromEnumerable(files.Select(file => new Photo { ImagePath = file, Label = Path.GetFileName(Path.GetDirectoryName(file))! }));
foreach (var (label, count) in photos.GetColumn<string>("Label").CountBy(label => label))
    Console.WriteLine($"{label,-12} {count}");

// 2. Five photos per class are enough for a first try; the others test it.
var split = mlContext.Data.TrainTestSplitByClass(photos, trainRowsPerClass: 5);
var toKey = mlContext.Transforms.Conversion.MapValueToKey("Label").Fit(split.TrainSet);
var trainer = mlContext.MulticlassClassification.Trainers.Sav(imageColumnName: "ImagePath", prompt: "What is in the image?");
var classifier = trainer.Fit(toKey.Transform(split.TrainSet));
Console.WriteLine($"accuracy to expect: {classifier.Model.Report.LeaveOneOut?.Accuracy:P0}");

// 3. How good it is, and what it confuses.
var predictions = classifier.Transform(toKey.Transform(split.TestSet));
var metrics = mlContext.MulticlassClassification.Evaluate(predictions);
Console.WriteLine($"accuracy on {split.TestSet.GetRowCount()} others: {metrics.MicroAccuracy:P0}");
Console.WriteLine(metrics.ConfusionMatrix.GetFormattedConfusionTable());

// 4. The photos that it is most wrong about, with the three likeliest classes.
var names = classifier.Model.ClassNames;
var wrong = predictions.GetColumn<string>("ImagePath")
    .Zip(predictions.GetColumn<uint>("Label"), predictions.GetColumn<float[]>("Score"))
    .OrderBy(row => row.Third[row.Second - 1]);
foreach (var (path, label, score) in wrong.Take(3))
    Console.WriteLine($"{path}: {string.Join(", ", classifier.Model.TopK(score, 3).Select(top => $"{top.Key} {top.Value:P0}"))}; it is a {names[(int)label - 1]}");

internal sealed class Photo
{
    public string ImagePath { get; set; } = "";

    public string Label { get; set; } = "";
}
