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
        "sav lmm remove models/my-lmm") => Add(_folder);

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(arguments.GetRequiredValue(_folder)));
        ConfiguredLmms.Load().Remove(folder);
        Results.WriteLine($"{folder}: no longer used");
    }
}
