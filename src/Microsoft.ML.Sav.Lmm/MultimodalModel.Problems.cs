using Microsoft.ML.Sav.Lmm.Folders;

namespace Microsoft.ML.Sav.Lmm;

public sealed partial class MultimodalModel
{
    /// <summary>
    /// Finds everything that is missing or wrong in a model's folder; <see cref="Open"/> and <see cref="CreateFeatureExtractor"/> throw the first
    /// problem. Reads files, but runs no graph.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">See <see cref="Open"/>.</param>
    /// <returns>A sentence per problem.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static IReadOnlyList<string> FindProblems(string folder, LmmOptions? options = null) =>
        ModelFolderChecks.FindProblems(folder, options ?? new LmmOptions());
}
