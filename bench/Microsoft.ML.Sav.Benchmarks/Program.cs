using System.CommandLine;
using System.Globalization;
using Microsoft.ML.Sav.Benchmarks.Accuracy;
using Microsoft.ML.Sav.Benchmarks.Peers;
using Microsoft.ML.Sav.Benchmarks.Serving;
using Microsoft.ML.Sav.Benchmarks.Speed;
using Microsoft.ML.Sav.Heads;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var repeats = new Option<int>("--repeats") { Description = "Number of measured rounds per row.", DefaultValueFactory = _ => 60 };
var fitRows = new Option<int[]>("--fit-rows")
{
    Description = "Numbers of rows to train on; about 0.1 s per row.",
    DefaultValueFactory = _ => [100, 1000],
    AllowMultipleArgumentsPerToken = true,
};
var cachedFitRows = new Option<int[]>("--cached-fit-rows")
{
    Description = "Numbers of rows to train on from the feature cache; about 1 ms per row.",
    DefaultValueFactory = _ => [100, 1000, 10_000],
    AllowMultipleArgumentsPerToken = true,
};
var statisticsRows = new Option<int>("--statistics-rows")
{
    Description = "Number of examples beyond the memory limit, 0 for none; 20,000 need 8 GB of temporary files.",
    DefaultValueFactory = _ => 20_000,
};
var speed = new Command("speed", "Compares speed and memory with other libraries, and writes docs/benchmarks.md.")
{
    repeats, fitRows, cachedFitRows, statisticsRows,
};
speed.SetAction(parsed => SpeedBenchmark.Run(
    parsed.GetValue(repeats), parsed.GetValue(fitRows)!, parsed.GetValue(cachedFitRows)!, parsed.GetValue(statisticsRows)));

var folders = new Argument<string[]>("NAME=FOLDER")
{
    Description = "Folders with one folder of images per class, or with two such folders named train and test. NAME is the name and licence.",
    Arity = ArgumentArity.OneOrMore,
};
var shots = new Option<int>("--shots") { Description = "Training images per class.", DefaultValueFactory = _ => 20 };
var seeds = new Option<int>("--seeds") { Description = "Number of random choices of training images.", DefaultValueFactory = _ => 5 };
var maxTest = new Option<int>("--max-test") { Description = "Greatest number of test images per class.", DefaultValueFactory = _ => 100 };
var accuracy = new Command("accuracy", "Measures accuracy on folders of images, and writes docs/accuracy.md.") { folders, shots, seeds, maxTest };
accuracy.SetAction(parsed => AccuracyBenchmark.Run(
    parsed.GetValue(folders)!, parsed.GetValue(shots), parsed.GetValue(seeds), parsed.GetValue(maxTest)));

var seconds = new Option<int>("--seconds") { Description = "Seconds per number of connections.", DefaultValueFactory = _ => 15 };
var serving = new Command("serving", "Measures the web endpoint under load, and writes the last section of docs/serving.md.") { seconds };
serving.SetAction((parsed, _) => ServingBenchmark.RunAsync(TimeSpan.FromSeconds(parsed.GetValue(seconds))));

var changes = new Option<int>("--repeats") { Description = "Number of measured changes.", DefaultValueFactory = _ => 9 };
var growing = new Command("growing", "Measures models that keep their examples, and prints the table of docs/growing.md.") { changes };
growing.SetAction(parsed => GrowingBenchmark.Run(parsed.GetValue(changes)));

var rounds = new Option<int>("--repeats") { Description = "Number of measured rounds.", DefaultValueFactory = _ => 40 };
var allFeatures = new Command("features", "Measures what all features cost, beside heads at the last token, and prints the table of docs/features.md.") { rounds };
allFeatures.SetAction(parsed => FeatureBenchmark.Run(parsed.GetValue(rounds)));

// Commands of processes that the benchmarks start.
var savedModel = new Argument<string?>("MODEL") { Arity = ArgumentArity.ZeroOrOne };
var serve = new Command("serve") { savedModel };
serve.Hidden = true;
serve.SetAction(parsed =>
{
    if (parsed.GetValue(savedModel) is { } path)
        PredictionServer.ServeSavedModel(path);
    else
        PredictionServer.ServePlainModel();
});
var servedModel = new Argument<string>("MODEL");
var serveWeb = new Command("serve-web") { servedModel };
serveWeb.Hidden = true;
serveWeb.SetAction(parsed => WebServer.Serve(parsed.GetRequiredValue(servedModel)));
var classifier = new Argument<ClassifierKind>("CLASSIFIER");
var rows = new Argument<int>("ROWS");
var cacheFolder = new Argument<string?>("CACHE") { Arity = ArgumentArity.ZeroOrOne };
var fit = new Command("fit") { classifier, rows, cacheFolder };
fit.Hidden = true;
fit.SetAction(parsed => FitBenchmark.FitHere(parsed.GetValue(classifier), parsed.GetValue(rows), parsed.GetValue(cacheFolder)));

return new RootCommand("Benchmarks of Microsoft.ML.Sav.") { speed, accuracy, growing, allFeatures, serving, serve, serveWeb, fit }.Parse(args).Invoke();
