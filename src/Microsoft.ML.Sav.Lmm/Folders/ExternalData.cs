using System.Text.Json;
using Microsoft.ML.Sav.Lmm.Fingerprints;

namespace Microsoft.ML.Sav.Lmm.Folders;

/// <summary>Finds the weight files that an ONNX file names. Large files are parsed once per content, not once per process.</summary>
internal static class ExternalData
{
    private const string Fact = "external data";

    /// <summary>Full paths of the weight files.</summary>
    /// <param name="path">Full path of the ONNX file.</param>
    /// <param name="read">Reads them from the file.</param>
    public static IEnumerable<string> Find(string path, Func<IReadOnlyList<string>> read)
    {
        var folder = Path.GetDirectoryName(path)!;
        var names = FileFacts.Default.GetOrCompute(path, Fact, _ => JsonSerializer.Serialize(read().Select(file => Path.GetRelativePath(folder, file))), IsValid);
        return Parse(names)!.Select(name => Path.Combine(folder, name));
    }

    private static bool IsValid(string names) => Parse(names) is not null;

    private static string[]? Parse(string names)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(names);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
