using System.CommandLine;
using System.Globalization;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Results;
using Microsoft.ML.Sav.Results.Suggestions;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var defaults = new ResultsOptions
{
    Lmm = Repository.EmbeddedLmm,
    CacheFolder = Path.Combine(Path.GetTempPath(), "sav-results"),
    Output = Path.Combine(Repository.Root, "docs", "results.md"),
};
var data = new Option<string[]>("--data")
{
    Description = "PATH or NAME=PATH: a folder with one folder of images per class, maybe inside train and test; a .jsonl file of "
        + "{\"image\", \"question\", \"text\", \"label\"}; a .tsv file with a header. Without it: Fashion-MNIST and the folders of ../shared/data.",
    AllowMultipleArgumentsPerToken = true,
};
var known = new Option<bool>("--with-known-data") { Description = "Measures the data sets that are measured without --data, too." };
var shots = new Option<int[]>("--shots") { Description = "Training rows per class.", DefaultValueFactory = _ => [.. defaults.Shots], AllowMultipleArgumentsPerToken = true };
var seeds = new Option<int>("--seeds") { Description = "Number of random splits.", DefaultValueFactory = _ => defaults.Seeds };
var maxTest = new Option<int>("--max-test") { Description = "Greatest number of test rows per class.", DefaultValueFactory = _ => defaults.MaxTest };
var headCounts = new Option<int[]>("--head-counts") { Description = "Numbers of heads for the figures.", DefaultValueFactory = _ => [.. defaults.HeadCounts], AllowMultipleArgumentsPerToken = true };
var withoutZeroShot = new Option<bool>("--without-zero-shot") { Description = "Leaves out the LMM's own answers, which take longer than the rest." };
var scores = new Option<bool>("--scores") { Description = "Measures label sets, rejection and calibration instead, and writes docs/scores.md." };
var lmm = new Option<string>("--lmm") { Description = "Folder of the LMM.", DefaultValueFactory = _ => defaults.Lmm };
var cache = new Option<string>("--cache") { Description = "Folder in which features are kept for the next run.", DefaultValueFactory = _ => defaults.CacheFolder };
var output = new Option<string?>("--output") { Description = "The page; figures go to images/ beside it. Default: in docs/." };
var features = new Option<string?>("--write-features") { Description = "Folder to write all features to, as plain 32-bit floats." };
foreach (var option in new[] { seeds, maxTest })
    option.Validators.Add(result => Require(result.GetValueOrDefault<int>() >= 1, result));
foreach (var option in new[] { shots, headCounts })
    option.Validators.Add(result => Require(result.GetValueOrDefault<int[]>() is { Length: > 0 } values && values.All(value => value >= 1), result));

var command = new RootCommand("Measures the classifiers of Microsoft.ML.Sav and their rivals, and writes docs/results.md.")
{
    data, known, shots, seeds, maxTest, headCounts, withoutZeroShot, scores, lmm, cache, output, features,
};
command.SetAction(parsed => Run(() => new ResultsRun(ReadOptions(parsed, parsed.GetValue(scores) ? Path.Combine(Repository.Root, "docs", "scores.md") : defaults.Output)).Run()));

var suggestions = new Command("suggestions", "Measures what SavSuggestions suggests, and writes docs/suggestions-results.md.") { data, known, seeds, maxTest, lmm, cache, output };
suggestions.SetAction(parsed => Run(() =>
{
    var options = ReadOptions(parsed, Path.Combine(Repository.Root, "docs", "suggestions-results.md"));
    new SuggestionsRun(options, ResultsRun.ReadDataSets(options, Console.Error.WriteLine)).Run();
}));
command.Add(suggestions);
return command.Parse(args).Invoke();

ResultsOptions ReadOptions(ParseResult parsed, string defaultOutput) => new()
{
    Data = parsed.GetValue(data) ?? [],
    WithKnownData = parsed.GetValue(known),
    Shots = parsed.GetValue(shots) ?? defaults.Shots,
    Seeds = parsed.GetValue(seeds),
    MaxTest = parsed.GetValue(maxTest),
    HeadCounts = [.. (parsed.GetValue(headCounts) ?? defaults.HeadCounts).Distinct().Order()],
    WithoutZeroShot = parsed.GetValue(withoutZeroShot),
    Scores = parsed.GetValue(scores),
    Lmm = parsed.GetValue(lmm)!,
    CacheFolder = parsed.GetValue(cache)!,
    Output = Path.GetFullPath(parsed.GetValue(output) ?? defaultOutput),
    FeatureFolder = parsed.GetValue(features),
};

static int Run(Action run)
{
    try
    {
        run();
        return 0;
    }
    catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or LmmException)
    {
        Console.Error.WriteLine($"error: {exception.Message}");
        return 1;
    }
}

static void Require(bool condition, System.CommandLine.Parsing.OptionResult result)
{
    if (!condition)
        result.AddError($"{result.Option.Name} should be at least 1.");
}
