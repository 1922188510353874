using System.CommandLine;
using Microsoft.ML.Sav.Tool.Lmms;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav lmm remove</c> command: forgets a configured LMM.</summary>
internal sealed class LmmRemoveCommand : ToolCommand
{
    private readonly Argument<string> _folder = new("FOLDER") { Description = "Folder of the LMM, as sav lmm list prints it." };

    public LmmRemoveCommand() : base(
        "remove", "Forgets a configured LMM. Its files are not deleted.",
        "sav lmm remove models/my-lmm")
    {
        Add(_folder);
        Add(Json);
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(arguments.GetRequiredValue(_folder)));
        var configured = ConfiguredLmms.Load().Remove(folder);
        if (arguments.GetValue(Json))
            Results.WriteJson(configured);
        else
            Results.WriteLine($"{folder}: no longer used");
    }
}
