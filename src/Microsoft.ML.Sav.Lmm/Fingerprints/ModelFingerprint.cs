using System.Security.Cryptography;
using System.Text;

namespace Microsoft.ML.Sav.Lmm.Fingerprints;

/// <summary>
/// What tells one model from another: SHA-256 over the name and the SHA-256 of each file that the model is made of. Where the files
/// lie does not matter.
/// </summary>
internal static class ModelFingerprint
{
    /// <summary>The fingerprint, 64 hexadecimal digits.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="files">Full paths of files in the folder.</param>
    public static string Of(string folder, IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var named = files.Select(file => (Name: Path.GetRelativePath(folder, file).Replace('\\', '/'), File: file)).Distinct();
        foreach (var (name, file) in named.OrderBy(pair => pair.Name, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{FileHashes.Of(file)}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
