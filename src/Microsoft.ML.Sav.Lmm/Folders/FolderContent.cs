using System.Text.Json;
using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.Families;
using Microsoft.ML.Sav.Lmm.Fingerprints;
using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Lmm.Folders;

/// <summary>The files that a model consists of: configuration, ONNX files, and the weights that these name.</summary>
internal static class FolderContent
{
    private const string WeightsFact = "external data";

    private static readonly string[] Names =
        ["generation_config.json", ModelFiles.Tokenizer, ChatTemplateFile.JinjaFile, .. ConfigurationFiles.Names, .. ModelFamilies.FileNames];

    /// <summary>Full paths of the files.</summary>
    public static IEnumerable<string> FindFiles(ModelFolder folder) => Names.Select(name => Path.Combine(folder.Path, name)).Where(File.Exists)
        .Concat(folder.Files.All.Select(file => file.Path))
        .Concat(folder.Decoder.ExternalDataFiles)
        .Concat(FindWeights(folder.Files.VisionEncoder, () => folder.VisionEncoder))
        .Concat(FindWeights(folder.Files.Embeddings, () => folder.Embeddings));

    /// <summary>Computes <see cref="ModelFolder.Fingerprint"/>.</summary>
    public static string ComputeFingerprint(ModelFolder folder) => ModelFingerprint.Compute(folder.Path, FindFiles(folder));

    // large files are parsed once per content, not once per process
    private static IEnumerable<string> FindWeights(OnnxFile? file, Func<OnnxGraphInfo?> read)
    {
        if (file is null)
            return [];
        var folder = Path.GetDirectoryName(file.Path)!;
        var names = FileFacts.Default.GetOrCompute(
            file.Path, WeightsFact, _ => JsonSerializer.Serialize(read()!.ExternalDataFiles.Select(path => Path.GetRelativePath(folder, path))), text => ParseNames(text) is not null);
        return ParseNames(names)!.Select(name => Path.Combine(folder, name));
    }

    private static string[]? ParseNames(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
