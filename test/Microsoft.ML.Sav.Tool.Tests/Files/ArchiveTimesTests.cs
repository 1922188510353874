using System.IO.Compression;
using Microsoft.ML.Sav.Tool.Files;

namespace Microsoft.ML.Sav.Tool.Tests.Files;

public class ArchiveTimesTests
{
    [Fact]
    public void Reset_ArchivesOfDifferentTimes_AreTheSameBytesAndReadable()
    {
        var (first, second) = (Create(new DateTime(2026, 1, 2, 3, 4, 6)), Create(new DateTime(2030, 12, 31, 23, 59, 58)));
        first.ToArray().Should().NotEqual(second.ToArray());

        ArchiveTimes.Reset(first);
        ArchiveTimes.Reset(second);

        first.ToArray().Should().Equal(second.ToArray());
        using var archive = new ZipArchive(first);
        archive.Entries.Select(entry => entry.FullName).Should().Equal("a", "folder/b", "c");
        archive.Entries.Should().OnlyContain(entry => entry.LastWriteTime.Year == 1980 && entry.Length == 1000);
        using var content = new StreamReader(archive.GetEntry("c")!.Open());
        content.ReadToEnd().Should().Be(new string('c', 1000));
    }

    private static MemoryStream Create(DateTime time)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in new[] { "a", "folder/b", "c" })
            {
                var entry = archive.CreateEntry(name);
                entry.LastWriteTime = time;
                using var writer = new StreamWriter(entry.Open());
                writer.Write(new string(name[^1], 1000));
            }
        }
        return stream;
    }
}
