using System.Runtime.InteropServices;
using System.Security.Cryptography;

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
            using var file = File.OpenRead(GetPath(key));
            if (file.Length != SHA256.HashSizeInBytes + ((long)length * sizeof(float)))
                return null;
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
        var unfinished = $"{path}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var data = MemoryMarshal.AsBytes(values.AsSpan());
            using (var file = new FileStream(unfinished, FileMode.CreateNew))
            {
                file.Write(SHA256.HashData(data));
                file.Write(data);
            }
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            DeleteIfPossible(unfinished);
        }
    }

    private static string Create(string folder)
    {
        var path = Path.GetFullPath(folder);
        try
        {
            Directory.CreateDirectory(path);
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The folder for the feature cache '{path}' cannot be created: {exception.Message}", exception);
        }
    }

    // Subfolders: many file systems are slow with thousands of files in one folder.
    private string GetPath(string key) => Path.Combine(_folder, key[..FolderDigits], key[FolderDigits..] + ".f32");

    private static void DeleteIfPossible(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }
}
