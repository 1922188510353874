using System.CommandLine;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Tool.Lmms;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav lmm add</c> command: configures an LMM.</summary>
internal sealed class LmmAddCommand : ToolCommand
{
    private readonly Argument<string> _folder = new("FOLDER") { Description = "Folder of the LMM, or a folder that holds only one, such as that of a package." };

    public LmmAddCommand() : base(
        "add", "Checks an LMM, and uses it from now on in commands without --lmm. Nothing is copied.",
        "sav lmm add models/my-lmm")
    {
        Add(_folder);
        Add(Json);
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var folder = LmmFolderSearch.Find(arguments.GetRequiredValue(_folder));
        if (MultimodalModel.FindProblems(folder) is { Count: > 0 } problems)
            throw new InvalidDataException($"The LMM in '{folder}' cannot be used: {string.Join(" ", problems)}");
        var configured = ConfiguredLmms.Load().Add(folder);
        if (arguments.GetValue(Json))
            Results.WriteJson(configured);
        else
            Results.WriteLine($"{folder}: used from now on");
    }
}
