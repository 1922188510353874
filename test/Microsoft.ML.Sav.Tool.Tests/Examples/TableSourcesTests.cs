using System.Text;
using Microsoft.ML.Sav.Tool.Examples;
using Microsoft.ML.Sav.Tool.Files;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Tests.Examples;

/// <summary>CSV, TSV and Parquet. The Parquet fixtures were written by hyparquet-writer 0.17, an independent implementation.</summary>
[Collection("Temporary folders")]
public sealed class TableSourcesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("rows.csv", "path,label\na.png,cat\n\"b, c.png\",\"a \"\"dog\"\"\"\n")]
    [InlineData("rows.csv", "Label;File Name\r\ncat;a.png\r\n\"a \"\"dog\"\"\";b, c.png\r\n")]
    [InlineData("rows.tsv", "IMAGE_PATH\tid\tClass\na.png\t1\tcat\n\"b, c.png\"\t2\t\"a \"\"dog\"\"\"\n")]
    [InlineData("rows.csv", "\uFEFFimage,category\n\na.png,cat\n\"b, c.png\",\"a \"\"dog\"\"\"")]
    public void Csv_ColumnsAreFoundByTheirNames(string name, string text)
    {
        _folder.Write(name, text);

        Read(name).Select(row => (row.ImagePath.Single(), row.Label)).Should().Equal((_folder.File("a.png"), "cat"), (_folder.File("b, c.png"), "a \"dog\""));
    }

    [Fact]
    public void Csv_Texts_MayHaveLineBreaks()
    {
        _folder.Write("claims.csv", "Text,Label\n\"Water\nis wet.\",yes\nFire is cold.,no\nUnknown.,\n");

        Read("claims.csv").Select(row => (row.Text, row.Label)).Should().Equal(("Water\nis wet.", "yes"), ("Fire is cold.", "no"), ("Unknown.", ""));
    }

    [Theory]
    [InlineData("rows.csv", "#id,text,label\n#1,#1234 crashes,bug\n2,Thanks,praise\n")]
    [InlineData("rows.csv", "text,label\n#1234 crashes,bug\nThanks,praise\n")]
    [InlineData("rows.tsv", "text\tlabel\n#1234 crashes\tbug\nThanks\tpraise\n")]
    public void Csv_RowsThatStartWithANumberSign_AreNoComments(string name, string text)
    {
        _folder.Write(name, text);

        Read(name).Select(row => (row.Text, row.Label)).Should().Equal(("#1234 crashes", "bug"), ("Thanks", "praise"));
    }

    [Theory]
    [InlineData("photo,kind\n1.png,cat", "'*bad.csv' row 1: expected a column of image paths (image, *) or texts (text, *), found 'photo', 'kind'. *--image-column*")]
    [InlineData("path,label\n1.png,cat\n2.png", "'*bad.csv' row 3: has 1 fields, expected 2, as in the header.")]
    [InlineData("path,label\n1.png,cat\n,dog", "'*bad.csv' row 3: has neither an image nor a text.")]
    [InlineData("path,label\n\"1.png,cat", "'*bad.csv' row 2: A quoted field * without a closing quote.")]
    [InlineData("", "'*bad.csv' is empty, expected a header.")]
    public void Csv_Wrong_NamesTheLine(string text, string message)
    {
        _folder.Write("bad.csv", text);

        FluentActions.Invoking(() => Read("bad.csv")).Should().Throw<InvalidDataException>().WithMessage(message);
    }

    [Fact]
    public void Csv_NotUtf8_SaysSo()
    {
        File.WriteAllBytes(_folder.File("bad.csv"), [.. "path,label\n1.png,caf"u8, 0xE9, .. "\n"u8]);

        FluentActions.Invoking(() => Read("bad.csv")).Should().Throw<InvalidDataException>().WithMessage("'*bad.csv' *is not UTF-8*");
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(10_000_000)]
    public void Csv_ManyFields_AreRefusedSoon(int count)
    {
        _folder.Write("wide.csv", $"path,label\n1.png,\"a,\"\"b\"\"\"{new string(',', count)}\n");
        var before = GC.GetAllocatedBytesForCurrentThread();

        FluentActions.Invoking(() => Read("wide.csv")).Should().Throw<InvalidDataException>().WithMessage("'*wide.csv' has a row of more than 10,000 fields.");

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(64 << 20);
    }

    [Fact]
    public void Csv_LongHeader_IsShortInTheMessage()
    {
        _folder.Write("long.csv", $"{new string('x', 1_000_000)}{string.Concat(Enumerable.Repeat(",y", 5000))}\n");

        FluentActions.Invoking(() => Read("long.csv")).Should().Throw<InvalidDataException>().Which.Message.Should().Contain("xxx...', 'y', ").And.Contain("'y' and 4981 more.");
    }

    [Fact]
    public void Csv_ManyDelimitersInAField_AreOneField()
    {
        var text = string.Concat(Enumerable.Repeat("a, \"b\", c,, ", 10_000));
        _folder.Write("long.csv", $"text,label\n\"{text.Replace("\"", "\"\"")}.\",yes\n");

        Read("long.csv").Should().ContainSingle().Which.Text.Should().Be(text + ".");
    }

    [Fact]
    public void Parquet_Paths_AreRelativeToTheFile()
    {
        var file = Repository.Fixture("parquet", "paths.parquet");

        ExampleSources.ReadAll(file).Select(row => (row.ImagePath.Single(), row.Label, row.Location)).Should().Equal(
            (Repository.Fixture("parquet", "a.png"), "cat", $"'{file}' row 1"), (Repository.Fixture("parquet", "b.png"), "dog", $"'{file}' row 2"));
    }

    [Fact]
    public void Parquet_TextsAndNumbers_MissingOnesAreEmpty() =>
        ExampleSources.ReadAll(Repository.Fixture("parquet", "texts.parquet")).Select(row => (row.Text, row.Label)).Should().Equal(("good", "1"), ("bad", "0"), ("fine", ""));

    [Fact]
    public void Parquet_HuggingFace_ImagesAreInTheFileAndLabelsHaveNames()
    {
        InputRow[] rows = [.. ExampleSources.ReadAll(Repository.Fixture("parquet", "hugging-face.parquet"))];

        rows.Select(row => row.Label).Should().Equal("bag", "coat", "bag");
        rows.Select(row => Path.GetFileName(row.ImageNames.Single())).Should().Equal("bag-00.png", "coat-00.png", "bag-01.png");
        File.ReadAllBytes(rows[1].ImagePath.Single()).Should().Equal(File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "data", "fashion-mnist", "train", "coat", "00.png")));
    }

    [Fact]
    public void Parquet_OtherFile_IsRefused()
    {
        File.WriteAllText(_folder.File("bad.parquet"), "no table", Encoding.ASCII);

        FluentActions.Invoking(() => Read("bad.parquet")).Should().Throw<InvalidDataException>().WithMessage("'*bad.parquet' is not a Parquet file that can be read: *");
    }

    // Parquet.Net alone reads some of them for ever.
    [Theory]
    [InlineData("paths.parquet")]
    [InlineData("texts.parquet")]
    public async Task Parquet_AnyByteReplaced_IsReadOrRefused(string fixture)
    {
        var bytes = File.ReadAllBytes(Repository.Fixture("parquet", fixture));
        var refused = 0;
        foreach (var value in new byte[] { 0, 1, 0x7f, 0x80, 0xff })
        {
            for (var place = 0; place < bytes.Length; place++)
            {
                File.WriteAllBytes(_folder.File("bad.parquet"), [.. bytes.AsSpan(0, place), value, .. bytes.AsSpan(place + 1)]);
                try
                {
                    await Task.Run(() => Read("bad.parquet")).WaitAsync(TimeSpan.FromMinutes(1));
                }
                catch (InvalidDataException exception)
                {
                    exception.Message.Should().Contain("bad.parquet");
                    refused++;
                }
            }
        }

        refused.Should().BeGreaterThan(bytes.Length);
    }

    public void Dispose()
    {
        TemporaryFolders.DeleteAll();
        _folder.Dispose();
    }

    private InputRow[] Read(string name) => [.. ExampleSources.ReadAll(_folder.File(name))];
}
