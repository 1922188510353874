using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.Families;
using Microsoft.ML.Sav.Lmm.Fingerprints;
using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Lmm.Folders;

/// <summary>The files that a model consists of: configuration, ONNX files, and the weights that these name.</summary>
internal static class FolderContent
{
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

    private static IEnumerable<string> FindWeights(OnnxFile? file, Func<OnnxGraphInfo?> read) =>
        file is null ? [] : ExternalData.Find(file.Path, () => read()!.ExternalDataFiles);
}
