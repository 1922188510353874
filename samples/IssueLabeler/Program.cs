using System.Diagnostics;
using IssueLabeler;
using Microsoft.ML;

// IssueLabeler [ISSUES.tsv [COUNT]]     trains on COUNT issues per area and tests on the others. Columns: ID, Area, Title, Description
var file = args.ElementAtOrDefault(0) ?? "../data/issues/issues.tsv";
var count = int.Parse(args.ElementAtOrDefault(1) ?? "15");

var mlContext = new MLContext(seed: 1);
var issues = mlContext.Data.LoadFromTextFile<Issue>(file, hasHeader: true);
var split = mlContext.Data.TrainTestSplitByClass(issues, trainRowsPerClass: count, labelColumnName: "Area");
Console.WriteLine($"{file}: {count} issues per area for training, {split.TestSet.GetRowCount()} for testing");

// ML.NET's route, as in its GitHub labeler: words and character trigrams, and a linear classifier of them.
var words = mlContext.Transforms.Text.FeaturizeText("TitleFeatures", "Title")
    .Append(mlContext.Transforms.Text.FeaturizeText("DescriptionFeatures", "Description"))
    .Append(mlContext.Transforms.Concatenate("Features", "TitleFeatures", "DescriptionFeatures"))
    .AppendCacheCheckpoint(mlContext)
    .Append(mlContext.MulticlassClassification.Trainers.SdcaMaximumEntropy("Area"));
Try("FeaturizeText + SdcaMaximumEntropy", words);

// The same rows, read by a language model.
var attention = mlContext.Transforms.Expression("Text", "(title, description) => concat(title, \" \", description)", "Title", "Description")
    .Append(mlContext.MulticlassClassification.Trainers.Sav(labelColumnName: "Area", textColumnName: "Text", prompt: "Issue: {text}\nArea:"));
var labeler = Try("Sav", attention);

using var engine = mlContext.Model.CreatePredictionEngine<Issue, IssuePrediction>(labeler);
var classifier = labeler.GetSav().Model;
foreach (var title in new[] { "Nothing is uploaded since yesterday", "The blind cannot use the menu", "msi cannot be removed" })
{
    var prediction = engine.Predict(new Issue { Title = title });
    Console.WriteLine($"{title}: {string.Join(", ", classifier.TopK(prediction.Score, 3).Select(area => $"{area.Key} {area.Value:P0}"))}");
}

ITransformer Try(string name, IEstimator<ITransformer> trainer)
{
    var watch = Stopwatch.StartNew();
    var model = mlContext.Transforms.Conversion.MapValueToKey("Area").Append(trainer).Fit(split.TrainSet);
    var metrics = mlContext.MulticlassClassification.Evaluate(model.Transform(split.TestSet), labelColumnName: "Area");
    Console.WriteLine($"{name,-36} accuracy {metrics.MicroAccuracy:P1}, log loss {metrics.LogLoss:F2}, {watch.Elapsed.TotalSeconds:F0} s");
    return model;
}
