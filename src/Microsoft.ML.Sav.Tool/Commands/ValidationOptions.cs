using System.CommandLine;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>Options of <c>sav fit</c> for which rows it trains with, and how it tests.</summary>
internal sealed class ValidationOptions
{
    private readonly Option<int?> _shots = CommonOptions.Integer("--shots", "K", 1, "Train with at most K rows per class, chosen at random.");
    private readonly Option<double?> _testShare = CommonOptions.Share(
        "--test-share", "SHARE", "Leave this share of each class out of training, for example 0.2, and measure accuracy with it.");
    private readonly Option<int?> _folds = CommonOptions.Integer("--folds", "N", 2, "Measure accuracy by cross-validation with N folds too, before the model is trained with all rows.");
    private readonly Option<int> _seed = new("--seed") { Description = "Seed of random choices.", HelpName = "N", DefaultValueFactory = _ => 0 };

    /// <summary>Adds the options to a command.</summary>
    public ValidationOptions(System.CommandLine.Command command)
    {
        command.Add(_shots);
        command.Add(_testShare);
        command.Add(_folds);
        command.Add(_seed);
    }

    public int? Shots(ParseResult arguments) => arguments.GetValue(_shots);

    public double? TestShare(ParseResult arguments) => arguments.GetValue(_testShare);

    public int? Folds(ParseResult arguments) => arguments.GetValue(_folds);

    public int Seed(ParseResult arguments) => arguments.GetValue(_seed);
}
