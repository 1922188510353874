using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Targets;

/// <summary>The saved models of test/Fixtures/models, one per format.</summary>
internal static class SavedModels
{
    // Of ML.NET's header: place and length of the model, and the version that wrote it.
    private const int VersionOffset = 72;
    private const int PlaceOffset = 16;
    private const int LengthOffset = 24;

    public static IEnumerable<string> Paths => Directory.GetFiles(Repository.Fixture("models"), "*.zip");

    /// <summary>Reads a transformer's parts of the files: version in hexadecimal, and what stands behind the header.</summary>
    /// <param name="signature">Name under which ML.NET finds the transformer's loader.</param>
    public static IEnumerable<(string Version, byte[] Bytes)> ReadTransformers(string signature) =>
        Paths.Order(StringComparer.Ordinal).Select(path => ReadTransformer(path, signature)).OfType<(string, byte[])>();

    private static (string Version, byte[] Bytes)? ReadTransformer(string path, string signature)
    {
        using var archive = ZipFile.OpenRead(path);
        foreach (var entry in archive.Entries.Where(entry => entry.Name == "Model.key"))
        {
            using var content = new MemoryStream();
            using (var stream = entry.Open())
                stream.CopyTo(content);
            var bytes = content.ToArray();
            if (bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(signature)) < 0)
                continue;
            var (place, length) = ((int)Read(bytes, PlaceOffset), (int)Read(bytes, LengthOffset));
            return ($"{BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(VersionOffset)):x8}", bytes[place..(place + length)]);
        }
        return null;
    }

    private static long Read(byte[] header, int offset) => BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(offset));
}
