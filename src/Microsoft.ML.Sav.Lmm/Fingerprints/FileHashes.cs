using System.Security.Cryptography;

namespace Microsoft.ML.Sav.Lmm.Fingerprints;

/// <summary>SHA-256 of files, read once per <see cref="FileIdentity"/>.</summary>
internal static class FileHashes
{
    private const string Fact = "SHA-256";

    /// <summary>SHA-256 of a file's content, 64 hexadecimal digits.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="facts">Keeps hashes. Default: <see cref="FileFacts.Default"/>.</param>
    public static string Compute(string path, FileFacts? facts = null) => (facts ?? FileFacts.Default).GetOrCompute(path, Fact, Hash, IsHash);

    private static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static bool IsHash(string fact) => fact.Length == 2 * SHA256.HashSizeInBytes && fact.All(char.IsAsciiHexDigitLower);
}
