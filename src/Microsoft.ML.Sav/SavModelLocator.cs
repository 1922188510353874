namespace Microsoft.ML.Sav;

/// <summary>
/// Folders in which loaded models look for their large multimodal model (LMM), for all models of the process. For a single model, use
/// <see cref="SavTransformer.WithLmm"/>. Safe to use from many threads.
/// </summary>
/// <remarks>
/// An LMM is looked for in this order: in its folder of training; at the same place relative to the model file, to the current directory and
/// to the program's folder; in each of <see cref="Folders"/>; in each folder of the environment variable <c>SAV_LMM_PATH</c>; in
/// <c>lmm/*</c> in the program's folder. A folder may be the LMM's own, or contain it under its old name. Only the LMM that the model was
/// trained with is used, by its fingerprint.
/// </remarks>
public static class SavModelLocator
{
    /// <summary>Name of the environment variable: folders, separated as in <c>PATH</c>.</summary>
    public const string EnvironmentVariable = "SAV_LMM_PATH";

    private static volatile string[] s_folders = [];

    /// <summary>Folders to search; copied when set. Default: none.</summary>
    public static IReadOnlyList<string> Folders
    {
        get => s_folders;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            s_folders = [.. value];
        }
    }

    internal static IEnumerable<string> SearchedFolders()
    {
        var variable = Environment.GetEnvironmentVariable(EnvironmentVariable) ?? "";
        var separate = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        return Folders.Concat(variable.Split(Path.PathSeparator, separate)).Select(Path.GetFullPath);
    }
}
