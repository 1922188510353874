using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Models;

/// <summary>Says which LMM a model was trained with, and where it was.</summary>
/// <param name="Folder">Full path of its folder.</param>
/// <param name="RelativeFolder">Path to its folder from that of the model file; <see langword="null"/> before there is one.</param>
/// <param name="Fingerprint">SHA-256 of its files.</param>
/// <param name="Options">How it is run.</param>
internal sealed record LmmReference(string Folder, string? RelativeFolder, string Fingerprint, LmmOptions Options)
{
    private const string Advice =
        $"Name the folder that holds it in {nameof(SavModelLocator)}.{nameof(SavModelLocator.Folders)} "
        + $"or the environment variable {SavModelLocator.EnvironmentVariable}.";

    /// <summary>Full path of the folder of the model file that this was read from, where that is known.</summary>
    public string? FileFolder { get; init; }

    /// <summary>Opens the first folder that has the very LMM.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">The folders that there are have other LMMs.</exception>
    public SharedModel Open(IHostEnvironment environment)
    {
        var found = new List<string>();
        var candidates = Candidates().Distinct().ToArray();
        foreach (var folder in candidates.Where(Directory.Exists))
        {
            try
            {
                var shared = SharedModel.Use(folder, Options, environment);
                if (shared.Model.Fingerprint == Fingerprint)
                    return shared;
                found.Add($"{shared.Model.Fingerprint} in '{folder}'");
                shared.Dispose();
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or NotSupportedException or OnnxModelException)
            {
                found.Add($"none that opens in '{folder}' ({exception.Message})");
            }
        }

        if (found.Count > 0)
        {
            throw new InvalidDataException(
                $"The model was trained with the LMM whose fingerprint is {Fingerprint}, but found was {string.Join(", ", found)}. {Advice}");
        }
        var places = string.Join(", ", candidates.Select(folder => $"'{folder}'"));
        throw new DirectoryNotFoundException(
            $"The LMM that the model was trained with (fingerprint {Fingerprint}) was not found; looked for {places}. {Advice}");
    }

    /// <summary>The first folder there is of those that the LMM may be in.</summary>
    public string LastKnownFolder() => Candidates().FirstOrDefault(Directory.Exists) ?? Folder;

    private IEnumerable<string> Candidates()
    {
        yield return Folder;
        if (RelativeFolder is not null)
        {
            foreach (var origin in new[] { FileFolder, Environment.CurrentDirectory, AppContext.BaseDirectory }.OfType<string>())
                yield return Path.GetFullPath(RelativeFolder, origin);
        }
        foreach (var folder in SavModelLocator.SearchedFolders())
        {
            yield return folder;
            yield return Path.Combine(folder, Path.GetFileName(Folder));
        }
    }
}
