using System.CommandLine;
using Microsoft.ML.Sav.Tool.Lmms;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav lmm list</c> command: prints the configured LMMs.</summary>
internal sealed class LmmListCommand : ToolCommand
{
    public LmmListCommand() : base(
        "list", "Prints the configured LMMs, a line each: folder, then 'used' or 'missing', separated by a tab.",
        "sav lmm list") => Add(Json);

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var used = LmmChoice.FindDefault();
        string[] folders = [.. LmmChoice.AllConfigured().Distinct()];
        if (arguments.GetValue(Json))
        {
            Results.WriteJson(folders.Select(folder => new
            {
                Folder = folder,
                Used = folder == used?.Folder,
                Origin = folder == used?.Folder ? used.Origin.Trim('\'') : "sav lmm add",
                Exists = Directory.Exists(folder),
            }));
            return;
        }
        foreach (var folder in folders)
            Results.WriteLine(folder, !Directory.Exists(folder) ? "missing" : folder == used?.Folder ? "used" : "");
        if (folders.Length == 0)
            Messages.Warn($"No LMM is configured. {LmmChoice.Advice}");
    }
}
