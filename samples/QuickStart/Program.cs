using Microsoft.ML;

// QuickStart train MODEL.zip [PHOTOS]     trains on PHOTOS/train, tests on PHOTOS/test: one folder per class
// QuickStart predict MODEL.zip IMAGE...
var mlContext = new MLContext(seed: 1);
switch (args)
{
    case ["train", var modelPath]:
        Train(modelPath, "../data/fashion-mnist");
        return 0;
    case ["train", var modelPath, var photos]:
        Train(modelPath, photos);
        return 0;
    case ["predict", var modelPath, .. { Length: > 0 } images]:
        Predict(modelPath, images);
        return 0;
    default:
        Console.Error.WriteLine("Usage: QuickStart train MODEL.zip [PHOTOS] | QuickStart predict MODEL.zip IMAGE...");
        return 2;
}

void Train(string modelPath, string photos)
{
    var training = Load($"{photos}/train");
    var pipeline = mlContext.Transforms.Conversion.MapValueToKey("Label")
        .Append(mlContext.MulticlassClassification.Trainers.Sav(imageColumnName: "ImagePath", prompt: "What is in the image?"))
        .Append(mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

    Console.WriteLine($"Training on {photos}/train");
    var model = pipeline.Fit(training);
    mlContext.Model.Save(model, training.Schema, modelPath);
    var classifier = model.GetSav().Model;
    Console.WriteLine($"  {classifier.ExampleCounts.Sum()} photos of {classifier.ClassCount} classes");
    foreach (var expert in classifier.Report.Experts)
        Console.WriteLine($"  {expert.Kind}, {expert.FeatureCount} features: accuracy {expert.LeaveOneOut?.Accuracy:P1} by leave-one-out, {(expert.Weight > 0 ? "used" : "not used")}");
    Console.WriteLine($"  accuracy to expect: {classifier.Report.LeaveOneOut?.Accuracy:P1} by leave-one-out");

    Console.WriteLine($"Testing on {photos}/test");
    var metrics = mlContext.MulticlassClassification.Evaluate(model.Transform(Load($"{photos}/test")));
    Console.WriteLine($"  accuracy {metrics.MicroAccuracy:P1}; chance is {1.0 / classifier.ClassCount:P1}");
    Console.WriteLine(metrics.ConfusionMatrix.GetFormattedConfusionTable());
    Console.WriteLine($"Saved {modelPath}, {new FileInfo(modelPath).Length / 1024:N0} KB");
}

void Predict(string modelPath, string[] images)
{
    var model = mlContext.Model.Load(modelPath, out _);
    using var engine = mlContext.Model.CreatePredictionEngine<Photo, PhotoPrediction>(model);
    Console.WriteLine($"Loaded {modelPath}");
    foreach (var image in images)
    {
        var prediction = engine.Predict(new Photo { ImagePath = image });
        var top3 = model.GetSav().Model.TopK(prediction.Score, 3).Select(label => $"{label.Key} {label.Value:P0}");
        Console.WriteLine($"  {image}: {string.Join(", ", top3)}");
    }
}

IDataView Load(string folder) => mlContext.Data.LoadFromEnumerable(
    from classFolder in Directory.GetDirectories(folder).Order(StringComparer.Ordinal)
    from file in Directory.GetFiles(classFolder).Order(StringComparer.Ordinal)
    select new Photo { ImagePath = file, Label = Path.GetFileName(classFolder) });

internal sealed class Photo
{
    public string ImagePath { get; set; } = "";

    public string Label { get; set; } = "";
}

internal sealed class PhotoPrediction
{
    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}
