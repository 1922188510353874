using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.ML.Sav.Heads.Files;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>
/// The file with the weights of an exported model. Its name has a hash of the weights, such as <c>model-0123456789abcdef.onnx_data</c> for
/// <c>model.onnx</c>: whenever a process is killed, a model and the weights that it names are of the same export.
/// </summary>
internal static class WeightsFile
{
    private const int HashDigits = 16;

    /// <summary>The path of the weights of a model.</summary>
    /// <param name="path">Full path of the model.</param>
    /// <param name="weights">The weights, which are read from their start.</param>
    public static string CreatePath(string path, Stream weights)
    {
        weights.Position = 0;
        var hash = Convert.ToHexStringLower(SHA256.HashData(weights))[..HashDigits];
        return Path.Combine(Path.GetDirectoryName(path)!, $"{Path.GetFileNameWithoutExtension(path)}-{hash}{Path.GetExtension(path)}_data");
    }

    /// <summary>The path of the weights that a model names; <see langword="null"/> if there is no model, or its weights have another name.</summary>
    /// <param name="path">Full path of the model.</param>
    public static string? Find(string path)
    {
        try
        {
            return File.Exists(path)
                ? OnnxModelReader.Read(path).Graph.ExternalDataFiles(Path.GetDirectoryName(path)!).FirstOrDefault(file => IsNameFor(path, Path.GetFileName(file)))
                : null;
        }
        catch (Exception exception) when (exception is OnnxModelException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Deletes old weights of a model that were never used, or not deleted.</summary>
    /// <param name="path">Full path of the model.</param>
    /// <param name="used">Full path of the weights that the model names.</param>
    public static void DeleteOrphans(string path, string used) =>
        Orphans.Delete(Path.GetDirectoryName(path)!, "*_data", name => IsNameFor(path, name) && name != Path.GetFileName(used));

    private static bool IsNameFor(string path, string name) => Regex.IsMatch(
        name, $"^{Regex.Escape(Path.GetFileNameWithoutExtension(path))}-[0-9a-f]{{{HashDigits}}}{Regex.Escape(Path.GetExtension(path))}_data$");
}
