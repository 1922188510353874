namespace Microsoft.ML.Sav;

/// <summary>
/// Says where saved models find their large multimodal model (LMM), for models that were moved. An LMM is looked for, in this order, in
/// the folder it was in; at the same place relative to the model file, to the current directory and to the application's folder; in each
/// of <see cref="Folders"/>; and in each folder of the environment variable <c>SAV_LMM_PATH</c>. Each of these folders may be the LMM's
/// own or the one that holds it under its old name. Only the LMM that the model was trained with is taken.
/// </summary>
public static class SavModelLocator
{
    /// <summary>Name of the environment variable: folders, separated as in <c>PATH</c>.</summary>
    public const string EnvironmentVariable = "SAV_LMM_PATH";

    /// <summary>Folders to search. Default: none.</summary>
    public static IReadOnlyList<string> Folders { get; set; } = [];

    internal static IEnumerable<string> SearchedFolders()
    {
        var variable = Environment.GetEnvironmentVariable(EnvironmentVariable) ?? "";
        var separate = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        return Folders.Concat(variable.Split(Path.PathSeparator, separate)).Select(Path.GetFullPath);
    }
}
