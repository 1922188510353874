using System.Text.Json;
using Microsoft.ML.Sav.Heads.Files;
using Microsoft.ML.Sav.Tool.Files;

namespace Microsoft.ML.Sav.Tool.Lmms;

/// <summary>The LMMs that <c>sav lmm add</c> configured, for all commands of the user: a JSON list of folders, the one to use first.</summary>
/// <param name="FilePath">The file; it need not exist.</param>
/// <param name="Folders">Full paths of the LMMs' folders.</param>
internal sealed record ConfiguredLmms(string FilePath, IReadOnlyList<string> Folders)
{
    /// <summary>Reads the user's file.</summary>
    /// <exception cref="InvalidDataException">The file is not what <c>sav lmm add</c> writes.</exception>
    public static ConfiguredLmms Load() => Load(Path.Combine(ConfigurationFolder(), "sav", "lmms.json"));

    /// <summary>Reads a file; one that does not exist has no LMMs.</summary>
    /// <exception cref="InvalidDataException">The file is not what <c>sav lmm add</c> writes.</exception>
    public static ConfiguredLmms Load(string path)
    {
        if (!File.Exists(path))
            return new ConfiguredLmms(path, []);
        try
        {
            var folders = JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(path));
            return new ConfiguredLmms(path, folders?.Contains(null!) == false ? folders : throw new JsonException("expected strings."));
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{path}' should be a JSON list of folders, as sav lmm add writes it; mend it or delete it: {exception.Message}", exception);
        }
    }

    /// <summary>Saves a folder as the one to use.</summary>
    public ConfiguredLmms Add(string folder) => Save([folder, .. Folders.Where(known => !RealPath.Comparer.Equals(known, folder))]);

    /// <summary>Saves the list without a folder.</summary>
    /// <exception cref="InvalidDataException">The folder is not in the list.</exception>
    public ConfiguredLmms Remove(string folder)
    {
        string[] others = [.. Folders.Where(known => !RealPath.Comparer.Equals(known, folder))];
        return others.Length < Folders.Count
            ? Save(others)
            : throw new InvalidDataException($"'{folder}' is not among the configured LMMs: {(Folders.Count == 0 ? "there are none" : string.Join(", ", Folders.Select(known => $"'{known}'")))}.");
    }

    private ConfiguredLmms Save(IReadOnlyList<string> folders)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        new OutputFile(FilePath).Write(stream => JsonSerializer.Serialize(stream, folders));
        return this with { Folders = folders };
    }

    // The XDG base directory specification ignores relative paths.
    private static string ConfigurationFolder()
    {
        if (OperatingSystem.IsWindows())
            return Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData);
        return Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { } folder && Path.IsPathFullyQualified(folder)
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");
    }
}
