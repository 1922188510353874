using System.IO.Compression;

namespace Microsoft.ML.Sav.Tool.Files;

/// <summary>Looks a model file over before ML.NET unpacks it into the temporary folder: a few megabytes can hold gigabytes of zeros.</summary>
internal static class ModelArchive
{
    private const int HeaderSize = 512;

    private static ReadOnlySpan<byte> Signature => "SavTransformer"u8;

    /// <summary>Whether a file is a model that holds a <see cref="SavTransformer"/>. No more than the headers of its parts are read.</summary>
    public static bool IsModel(string path)
    {
        try
        {
            using var archive = ZipFile.OpenRead(path);
            return archive.Entries.Any(entry => entry.Name == "Model.key" && ReadHeader(entry).IndexOf(Signature) >= 0);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Checks that a zip file does not unpack to a multiple of its length. The lengths that it states are not trusted.</summary>
    /// <exception cref="InvalidDataException">The file is not a zip file, damaged, or unpacks to too much.</exception>
    public static void Check(string path, CancellationToken cancellationToken)
    {
        using var archive = ZipFile.OpenRead(path);
        var limit = new UnpackedLength(path);
        foreach (var entry in archive.Entries)
        {
            using var stream = entry.Open();
            limit.Copy(stream, Stream.Null, cancellationToken);
        }
    }

    private static ReadOnlySpan<byte> ReadHeader(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var header = new byte[HeaderSize];
        return header.AsSpan(0, stream.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false));
    }
}
