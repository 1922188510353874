using System.CommandLine;
using System.Globalization;
using Microsoft.ML.Sav.Benchmarks.Accuracy;
using Microsoft.ML.Sav.Benchmarks.Peers;
using Microsoft.ML.Sav.Benchmarks.Speed;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var repeats = new Option<int>("--repeats") { Description = "How often a row is measured.", DefaultValueFactory = _ => 60 };
var fitRows = new Option<int[]>("--fit-rows")
{
    Description = "Numbers of rows to train on; a row takes about 0.1 s.",
    DefaultValueFactory = _ => [100, 1000],
    AllowMultipleArgumentsPerToken = true,
};
var cachedFitRows = new Option<int[]>("--cached-fit-rows")
{
    Description = "Numbers of rows to train on whose vectors are in the feature cache; a row takes about 1 ms.",
    DefaultValueFactory = _ => [100, 1000, 10_000],
    AllowMultipleArgumentsPerToken = true,
};
var statisticsRows = new Option<int>("--statistics-rows")
{
    Description = "Number of examples whose statistics do not fit into memory, 0 for none; 20,000 take twice 4 GB of temporary files.",
    DefaultValueFactory = _ => 20_000,
};
var speed = new Command("speed", "Measures speed and memory beside other ways, and writes docs/benchmarks.md.")
{
    repeats, fitRows, cachedFitRows, statisticsRows,
};
speed.SetAction(parsed => SpeedBenchmark.Run(
    parsed.GetValue(repeats), parsed.GetValue(fitRows)!, parsed.GetValue(cachedFitRows)!, parsed.GetValue(statisticsRows)));

var folders = new Argument<string[]>("NAME=FOLDER")
{
    Description = "Folders of images by class, or with such folders named train and test; each with what it is and its licence.",
    Arity = ArgumentArity.OneOrMore,
};
var shots = new Option<int>("--shots") { Description = "Training images a class.", DefaultValueFactory = _ => 20 };
var seeds = new Option<int>("--seeds") { Description = "How often shots are chosen.", DefaultValueFactory = _ => 5 };
var maxTest = new Option<int>("--max-test") { Description = "Test images a class, at most.", DefaultValueFactory = _ => 100 };
var accuracy = new Command("accuracy", "Measures accuracy on folders of images, and writes docs/accuracy.md.") { folders, shots, seeds, maxTest };
accuracy.SetAction(parsed => AccuracyBenchmark.Run(
    parsed.GetValue(folders)!, parsed.GetValue(shots), parsed.GetValue(seeds), parsed.GetValue(maxTest)));

// processes that the measurements start
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
var rows = new Argument<int>("ROWS");
var cacheFolder = new Argument<string?>("CACHE") { Arity = ArgumentArity.ZeroOrOne };
var fit = new Command("fit") { rows, cacheFolder };
fit.Hidden = true;
fit.SetAction(parsed => FitBenchmark.FitHere(parsed.GetValue(rows), parsed.GetValue(cacheFolder)));

return new RootCommand("Measurements of Microsoft.ML.Sav.") { speed, accuracy, serve, fit }.Parse(args).Invoke();
