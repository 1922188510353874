namespace Microsoft.ML.Sav.Models;

/// <summary>The LMM that a content package, such as Microsoft.ML.Sav.SmolLM2, puts into <c>lmm/</c> beside the program.</summary>
internal static class DefaultLmm
{
    private const string Package = "Microsoft.ML.Sav.SmolLM2";

    /// <summary>Full path of the LMM's folder.</summary>
    /// <param name="programFolder">Folder of the program. Default: <see cref="AppContext.BaseDirectory"/>.</param>
    /// <exception cref="SavLmmNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidOperationException">There are several.</exception>
    public static string Find(string? programFolder = null)
    {
        programFolder ??= AppContext.BaseDirectory;
        return Folders(programFolder) switch
        {
            [var folder] => folder,
            [] => throw new SavLmmNotFoundException(
                $"{nameof(SavEstimator.Options.Lmm)} is not set, and there is no 'lmm/*/config.json' in '{programFolder}'. "
                + $"Add the package {Package} (dotnet add package {Package}), or set {nameof(SavEstimator.Options.Lmm)} to the folder of an LMM."),
            var several => throw new InvalidOperationException(
                $"{nameof(SavEstimator.Options.Lmm)} is not set, and the program has several LMMs: {string.Join(", ", several.Select(folder => $"'{folder}'"))}. "
                + $"Set {nameof(SavEstimator.Options.Lmm)} to one of them."),
        };
    }

    /// <summary>Full paths of the folders of all LMMs beside the program, in the order of their names.</summary>
    public static string[] Folders(string programFolder)
    {
        var root = Path.Combine(programFolder, "lmm");
        return Directory.Exists(root)
            ? [.. Directory.GetDirectories(root).Where(folder => File.Exists(Path.Combine(folder, "config.json"))).Order(StringComparer.Ordinal)]
            : [];
    }
}
