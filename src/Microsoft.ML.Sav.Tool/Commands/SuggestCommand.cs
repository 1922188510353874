namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav suggest</c> commands: what to do next with training data.</summary>
internal sealed class SuggestCommand : System.CommandLine.Command
{
    public SuggestCommand() : base("suggest", "Suggests rows to label next, labels to check, and duplicates.")
    {
        Add(new SuggestNextCommand());
        Add(new SuggestDoubtsCommand());
        Add(new SuggestDuplicatesCommand());
    }
}
