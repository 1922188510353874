namespace Microsoft.ML.Sav;

/// <summary>The LMM that is needed is in none of the folders that were searched; another LMM may be.</summary>
public sealed class SavLmmNotFoundException : DirectoryNotFoundException
{
    internal SavLmmNotFoundException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
