namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav lmm</c> commands: which LMM the other commands use.</summary>
internal sealed class LmmCommand : System.CommandLine.Command
{
    public LmmCommand() : base("lmm", "Configures the LMM that commands use if --lmm is not given.")
    {
        Add(new LmmAddCommand());
        Add(new LmmListCommand());
        Add(new LmmRemoveCommand());
    }
}
