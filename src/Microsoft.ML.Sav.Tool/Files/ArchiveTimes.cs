using System.Buffers.Binary;

namespace Microsoft.ML.Sav.Tool.Files;

/// <summary>Sets the times in a zip file, which ML.NET sets to now, so that the same model is the same file.</summary>
internal static class ArchiveTimes
{
    private const int EndLength = 22; // without a comment, which ML.NET does not write
    private const uint EndSignature = 0x06054b50;
    private const int CountOffset = 10;
    private const int DirectoryOffset = 16;
    private const int EntryLength = 46;
    private const int EntryTimeOffset = 12;
    private const int NameLengthOffset = 28;
    private const int LocalHeaderOffset = 42;
    private const int LocalTimeOffset = 10;

    // 1980-01-01, the first day that the format has.
    private static readonly byte[] Time = [0, 0, 0x21, 0];

    /// <summary>Sets the time of all entries. Leaves a file in the format of large archives (zip64) as it is.</summary>
    /// <param name="stream">The file; its position does not change.</param>
    public static void Reset(Stream stream)
    {
        var position = stream.Position;
        var end = Read(stream, stream.Length - EndLength, EndLength);
        var (count, next) = (BinaryPrimitives.ReadUInt16LittleEndian(end.AsSpan(CountOffset)), BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(DirectoryOffset)));
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) == EndSignature && count != ushort.MaxValue && next != uint.MaxValue)
        {
            for (long entry = next; count > 0; count--)
                entry = ResetEntry(stream, entry);
        }
        stream.Position = position;
    }

    // Returns the place of the next entry.
    private static long ResetEntry(Stream stream, long place)
    {
        var entry = Read(stream, place, EntryLength);
        Write(stream, place + EntryTimeOffset);
        Write(stream, BinaryPrimitives.ReadUInt32LittleEndian(entry.AsSpan(LocalHeaderOffset)) + LocalTimeOffset);
        // Name, extra field and comment follow.
        return place + EntryLength + Enumerable.Range(0, 3).Sum(i => BinaryPrimitives.ReadUInt16LittleEndian(entry.AsSpan(NameLengthOffset + (i * sizeof(ushort)))));
    }

    private static byte[] Read(Stream stream, long place, int length)
    {
        var bytes = new byte[length];
        stream.Position = place;
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static void Write(Stream stream, long place)
    {
        stream.Position = place;
        stream.Write(Time);
    }
}
