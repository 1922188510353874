using System.Runtime.CompilerServices;
using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Models;

/// <summary>Which LMM a transformer needs, where it may be, and how it runs.</summary>
/// <param name="Folder">Full path of its folder.</param>
/// <param name="RelativeFolder">Path to its folder from that of the model file; <see langword="null"/> if there is no model file.</param>
/// <param name="Fingerprint">SHA-256 of its files.</param>
/// <param name="Options">How it runs.</param>
internal sealed record LmmReference(string Folder, string? RelativeFolder, string Fingerprint, LmmOptions Options)
{
    private const string Advice =
        $"Give its folder to the transformer's {nameof(SavTransformer.WithLmm)}, "
        + $"add it to {nameof(SavModelLocator)}.{nameof(SavModelLocator.Folders)} or to the environment variable {SavModelLocator.EnvironmentVariable}.";

    // Folder in which the LMM was found last; shared by copies, which may be saved after this was opened.
    private StrongBox<string?> Found { get; init; } = new();

    /// <summary>Full path of the folder of the model file that this was read from; <see langword="null"/> if not known.</summary>
    public string? FileFolder { get; init; }

    /// <summary>Whether the LMM is taken from <see cref="Folder"/> alone, and not searched for.</summary>
    public bool IsFixed { get; init; }

    /// <summary>Full path of the folder of the feature cache; <see langword="null"/> for none. Not saved.</summary>
    public string? FeatureCacheFolder { get; init; }

    /// <summary>The LMM in that folder alone.</summary>
    /// <exception cref="SavLmmNotFoundException">There is no such folder.</exception>
    public LmmReference WithFolder(string folder)
    {
        folder = Path.GetFullPath(folder);
        return Directory.Exists(folder)
            ? this with { Folder = folder, RelativeFolder = null, FileFolder = null, IsFixed = true, Found = new() }
            : throw new SavLmmNotFoundException($"There is no folder '{folder}', which should hold the LMM with the fingerprint {Fingerprint}.");
    }

    /// <summary>The LMM, run in another way.</summary>
    /// <exception cref="ArgumentException">The options would change the head vectors.</exception>
    public LmmReference WithOptions(LmmOptions options)
    {
        Require(Options.Precision == options.Precision, nameof(options.Precision), Options.Precision, options.Precision);
        Require(Options.DecoderFile == options.DecoderFile, nameof(options.DecoderFile), Options.DecoderFile, options.DecoderFile);
        Require(Options.FloatActivations == options.FloatActivations, nameof(options.FloatActivations), Options.FloatActivations, options.FloatActivations);
        Require(LmmKey.HaveSameTaps(Options, options), nameof(options.HeadTaps), Describe(Options.HeadTaps), Describe(options.HeadTaps));
        return this with { Options = options };

        static string? Describe(IReadOnlyDictionary<int, string>? taps) => taps is null ? null : string.Join(", ", taps);
    }

    /// <summary>The LMM with another feature cache, or none.</summary>
    public LmmReference WithFeatureCache(string? folder) => this with { FeatureCacheFolder = folder is null ? null : Path.GetFullPath(folder) };

    /// <summary>Opens the LMM in the first folder that has it.</summary>
    /// <exception cref="SavLmmNotFoundException">No folder has it.</exception>
    public Lease<MultimodalModel> Open(IHostEnvironment environment)
    {
        var found = new List<string>();
        Exception? failure = null;
        var candidates = Candidates().Distinct().ToArray();
        foreach (var folder in candidates.Where(Directory.Exists))
        {
            try
            {
                var lmm = SharedLmms.Open(folder, Options, environment);
                if (lmm.Value.Fingerprint == Fingerprint)
                {
                    Found.Value = folder;
                    return lmm;
                }
                found.Add($"the LMM with the fingerprint {lmm.Value.Fingerprint} in '{folder}'");
                lmm.Dispose();
            }
            catch (Exception exception) when (exception is LmmException or IOException or InvalidDataException or NotSupportedException)
            {
                failure ??= exception;
                found.Add($"none that opens in '{folder}' ({exception.Message})");
            }
        }

        throw new SavLmmNotFoundException(found.Count > 0
            ? $"The model needs the LMM with the fingerprint {Fingerprint}; found {string.Join(", ", found)}. {Advice}"
            : $"The LMM that the model needs (fingerprint {Fingerprint}) was not found in {string.Join(", ", candidates.Select(folder => $"'{folder}'"))}. {Advice}", failure);
    }

    /// <summary>
    /// The folder in which the LMM was found; before it was opened, the one that the model file names, if it exists. Otherwise <see langword="null"/>.
    /// </summary>
    public string? FindKnownFolder() => Found.Value
        ?? new[] { Folder, RelativeFolder is null || FileFolder is null ? null : Path.GetFullPath(RelativeFolder, FileFolder) }.FirstOrDefault(Directory.Exists);

    private IEnumerable<string> Candidates()
    {
        yield return Folder;
        if (IsFixed)
            yield break;
        if (RelativeFolder is not null)
        {
            foreach (var origin in new[] { FileFolder, Environment.CurrentDirectory, AppContext.BaseDirectory }.OfType<string>())
                yield return Path.GetFullPath(RelativeFolder, origin);
        }
        // The path may be of another operating system.
        var name = Folder.TrimEnd('/', '\\').Split('/', '\\')[^1];
        foreach (var folder in SavModelLocator.SearchedFolders())
        {
            yield return folder;
            yield return Path.Combine(folder, name);
        }
        foreach (var folder in DefaultLmm.Folders(AppContext.BaseDirectory))
            yield return folder;
    }

    private static void Require(bool isSame, string option, object? trained, object? given)
    {
        if (!isSame)
        {
            throw new ArgumentException(
                $"{option} decides the head vectors: it was {trained ?? "null"} in training and cannot become {given ?? "null"}. Start from the options of "
                + $"training, for example transformer.{nameof(SavTransformer.WithLmmOptions)}(transformer.{nameof(SavTransformer.LmmOptions)} with {{ ThreadCount = 2 }}).",
                "options");
        }
    }
}
