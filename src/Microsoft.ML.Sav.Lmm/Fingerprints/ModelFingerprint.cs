using System.Security.Cryptography;
using System.Text;

namespace Microsoft.ML.Sav.Lmm.Fingerprints;

/// <summary>
/// Distinguishes models: SHA-256 over the name and the SHA-256 of each file that a model consists of, wherever its folder lies. Saved
/// models store it, so that it must not change for a folder that does not.
/// </summary>
internal static class ModelFingerprint
{
    /// <summary>Computes a fingerprint, 64 hexadecimal digits.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="files">Full paths of files in the folder.</param>
    public static string Compute(string folder, IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var named = files.Select(file => (Name: Path.GetRelativePath(folder, file).Replace('\\', '/'), File: file)).DistinctBy(pair => pair.Name);
        foreach (var (name, file) in named.OrderBy(pair => pair.Name, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{FileHashes.Compute(file)}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
