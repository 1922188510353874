using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML.Sav.Heads.Files;

namespace Microsoft.ML.Sav.Lmm.Caching;

/// <summary>Files of floats: the SHA-256 of the data, then the data, little-endian.</summary>
internal sealed class VectorFiles(string folder)
{
    private const int FolderDigits = 2;
    private readonly string _folder = Create(folder);

    /// <summary>Reads a file; <see langword="null"/> if it does not exist, is damaged or has another length.</summary>
    public float[]? Read(string key, int length)
    {
        try
        {
            var path = GetPath(key);
            // a pipe, which has no length, must not be opened
            if (new FileInfo(path) is not { Exists: true } info || info.Length != SHA256.HashSizeInBytes + ((long)length * sizeof(float)))
                return null;
            using var file = File.OpenRead(path);
            var hash = new byte[SHA256.HashSizeInBytes];
            var values = new float[length];
            var data = MemoryMarshal.AsBytes(values.AsSpan());
            file.ReadExactly(hash);
            file.ReadExactly(data);
            return SHA256.HashData(data).AsSpan().SequenceEqual(hash) ? values : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes a file, if possible: a cache that cannot be written costs time, nothing else.</summary>
    public void Write(string key, float[] values)
    {
        var path = GetPath(key);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var data = MemoryMarshal.AsBytes(values.AsSpan());
            using var file = new UnfinishedFile(Path.Combine(_folder, key));
            file.Stream.Write(SHA256.HashData(data));
            file.Stream.Write(data);
            file.Finish(path, flushToDisk: false); // the hash shows whether it is whole
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>Deletes a file. Returns <see langword="false"/> if there is none.</summary>
    /// <exception cref="IOException">It cannot be deleted.</exception>
    public bool Delete(string key)
    {
        var path = GetPath(key);
        if (!File.Exists(path))
            return false;
        File.Delete(path);
        return true;
    }

    private static string Create(string folder)
    {
        var path = Path.GetFullPath(folder);
        try
        {
            Directory.CreateDirectory(path);
            Orphans.Delete(path);
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The folder for the feature cache '{path}' cannot be created: {exception.Message}", exception);
        }
    }

    // Subfolders: many file systems are slow with thousands of files in one folder.
    private string GetPath(string key) => Path.Combine(_folder, key[..FolderDigits], key[FolderDigits..] + ".f32");
}
