using System.Text;
using Microsoft.ML.Sav.Tool.Rows;
using Sylvan.Data.Csv;

namespace Microsoft.ML.Sav.Tool.Examples.Tables;

/// <summary>
/// CSV and TSV in UTF-8 with a header (RFC 4180). Paths are relative to the file. Semicolons separate too, if the header has more of them than commas. Messages
/// count rows as a spreadsheet does: the header is row 1.
/// </summary>
internal sealed class CsvSource() : ExampleSource("csv")
{
    private const int MaximumRowLength = 1 << 24;

    // CSV has no comments, but Sylvan.Data.Csv leaves out rows that start with '#' unless it is given another character: U+FFFF is in no text.
    private const char NoComment = '\uFFFF';

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public override bool Recognises(string path) => HasExtension(path, ".csv", ".tsv");

    public override IEnumerable<InputRow> Read(string path, ExampleSourceOptions options)
    {
        RequireFile(path);
        using var rows = ReadRows(path).GetEnumerator();
        if (!rows.MoveNext())
            throw new InvalidDataException($"'{path}' is empty, expected a header.");
        var header = rows.Current;
        var columns = options.Columns.Find(header, $"'{path}' row 1");
        var folder = options.ImageFolder ?? Path.GetDirectoryName(path) ?? "";
        for (var number = 2; rows.MoveNext(); number++)
        {
            if (rows.Current is [""])
                continue; // a blank line
            var location = $"'{path}' row {number}";
            yield return rows.Current.Length == header.Length
                ? CreateRow(rows.Current, columns, folder, location)
                : throw new InvalidDataException($"{location}: has {rows.Current.Length} fields, expected {header.Length}, as in the header.");
        }
    }

    private static InputRow CreateRow(string[] fields, ColumnPositions columns, string folder, string location)
    {
        var row = new InputRow
        {
            ImagePath = Field(columns.Image) is { Length: > 0 } image ? [Path.Combine(folder, image)] : [],
            Text = Field(columns.Text),
            Label = Field(columns.Label),
            Location = location,
        };
        return row.ImagePath.Length > 0 || row.Text.Length > 0 ? row : throw new InvalidDataException($"{location}: has neither an image nor a text.");

        string Field(int position) => position < 0 ? "" : fields[position].Trim();
    }

    private static IEnumerable<string[]> ReadRows(string path)
    {
        var number = 1;
        var delimiter = FindDelimiter(path);
        using var reader = Try(() => CsvDataReader.Create(new BoundedFieldReader(path, StrictUtf8, delimiter), new CsvDataReaderOptions
        {
            HasHeaders = false,
            Delimiter = delimiter,
            Comment = NoComment,
            MaxBufferSize = MaximumRowLength,
        }));
        for (; Try(reader.Read); number++)
            yield return [.. Enumerable.Range(0, reader.RowFieldCount).Select(reader.GetString)];

        T Try<T>(Func<T> read)
        {
            try
            {
                return read();
            }
            catch (DecoderFallbackException exception)
            {
                throw new InvalidDataException($"'{path}' is not UTF-8; save the file as UTF-8.", exception);
            }
            catch (FormatException exception)
            {
                throw new InvalidDataException($"'{path}' row {number}: {exception.Message}", exception);
            }
        }
    }

    private static char FindDelimiter(string path)
    {
        if (HasExtension(path, ".tsv"))
            return '\t';
        var (commas, semicolons) = (0, 0);
        using var reader = new StreamReader(path);
        for (int character; (character = reader.Read()) is not (-1 or '\n' or '\r');)
        {
            commas += character == ',' ? 1 : 0;
            semicolons += character == ';' ? 1 : 0;
        }
        return semicolons > commas ? ';' : ',';
    }
}
