using System.IO.Compression;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;

/// <summary>Changes an entry of a zip file: hostile names, other contents, long ones of zeros, entries inside of entries, doubled and missing ones.</summary>
internal sealed class ZipMutator : IMutator
{
    private const int MaximumNameLength = 20_000; // in UTF-8 at most three times that, of the 65,535 that an entry may have
    private static readonly JsonMutator Content = new();
    private static readonly ByteMutator Fallback = new();

    public byte[] Mutate(byte[] file, byte[] other, Random random)
    {
        if (Read(file) is not { Count: > 0 } entries)
            return Fallback.Mutate(file, other, random);
        var index = random.Next(entries.Count);
        var (name, content) = entries[index];
        switch (random.Next(7))
        {
            case 0:
                entries[index] = ($"{name[..random.Next(name.Length + 1)]}{Extremes.String(random)}{Path.GetExtension(name)}", content);
                break;
            case 1:
                entries[index] = ($"{Extremes.String(random)}/{name}", content);
                break;
            case 2:
                entries.Add(($"{name}/{entries[random.Next(entries.Count)].Name}", content));
                break;
            case 3:
                entries[index] = (name, Content.Mutate(content, content, random));
                break;
            case 4:
                entries[index] = (name, new byte[1 << random.Next(23)]);
                break;
            case 5:
                entries.RemoveAt(index);
                break;
            default:
                entries.AddRange(Read(other) ?? entries);
                break;
        }
        return Write(entries);
    }

    /// <summary>Writes a zip file, whose bytes depend on the entries alone.</summary>
    public static byte[] Write(IEnumerable<(string Name, byte[] Content)> entries)
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                var entry = archive.CreateEntry(name.Length is > 0 and <= MaximumNameLength ? name : $"{name}_"[..Math.Min(name.Length + 1, MaximumNameLength)], CompressionLevel.Fastest);
                entry.LastWriteTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var stream = entry.Open();
                stream.Write(content);
            }
        }
        return bytes.ToArray();
    }

    private static List<(string Name, byte[] Content)>? Read(byte[] file)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(file));
            return archive.Entries.Select(entry => (entry.FullName, Read(entry))).ToList();
        }
        // damaged by another mutation
        catch (Exception exception) when (exception is InvalidDataException or NotSupportedException or IOException)
        {
            return null;
        }
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
