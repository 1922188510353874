using System.Buffers.Binary;
using System.IO.Compression;

namespace Microsoft.ML.Sav.Fuzz.Targets;

/// <summary>The saved models of test/Fixtures/models, one per format.</summary>
internal static class SavedModels
{
    // Of ML.NET's header: signature, version written, version readable, place and length of the model.
    private const int VersionOffset = 8;
    private const int PlaceOffset = 16;
    private const int LengthOffset = 24;

    public static IEnumerable<string> Paths => Directory.GetFiles(Repository.Fixture("models"), "*.zip");

    /// <summary>Reads the transformer's part of a file: version, and what stands behind the header.</summary>
    public static (uint Version, byte[] Bytes) ReadTransformer(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        foreach (var entry in archive.Entries.Where(entry => entry.Name == "Model.key"))
        {
            using var content = new MemoryStream();
            using (var stream = entry.Open())
                stream.CopyTo(content);
            var bytes = content.ToArray();
            if (bytes.AsSpan().IndexOf("SavTransformer"u8) < 0)
                continue;
            var (place, length) = ((int)Read(bytes, PlaceOffset), (int)Read(bytes, LengthOffset));
            return (BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(VersionOffset)), bytes[place..(place + length)]);
        }
        throw new InvalidDataException($"'{path}' has no SavTransformer.");
    }

    private static long Read(byte[] header, int offset) => BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(offset));
}
