using Microsoft.ML.Sav.Tool.Rows;
using Parquet;
using Parquet.Schema;

namespace Microsoft.ML.Sav.Tool.Examples.Tables;

/// <summary>
/// Parquet: images are paths relative to the file, their bytes, or a struct of both as in data sets of Hugging Face, whose labels have their names in the
/// file's metadata (https://huggingface.co/docs/datasets/main/en/about_dataset_features).
/// </summary>
internal sealed class ParquetSource() : ExampleSource("parquet")
{
    public override bool Recognises(string path) => HasExtension(path, ".parquet");

    public override IEnumerable<InputRow> Read(string path, ExampleSourceOptions options)
    {
        RequireFile(path);
        using var stream = File.OpenRead(path);
        var (reader, schema) = Try(() => Open(stream, path), path);
        string[] header = [.. schema.Fields.Select(field => field.Name)];
        var columns = options.Columns.Find(header, $"'{path}'");
        var images = columns.Image < 0 ? null : new ImageColumn(schema.Fields[columns.Image], path, options);
        var texts = columns.Text < 0 ? null : TextColumn.Create(schema.Fields[columns.Text], path, []);
        var labels = columns.Label < 0 ? null : TextColumn.Create(schema.Fields[columns.Label], path, HuggingFaceLabels.Read(reader.CustomMetadata, header[columns.Label]));
        var number = 0;
        for (var index = 0; index < reader.RowGroupCount; index++)
        {
            using var group = reader.OpenRowGroupReader(index);
            var (image, text, label) = Try(() => (images?.Read(group), texts?.Read(group), labels?.Read(group)), path);
            for (var row = 0; row < group.RowCount; row++)
            {
                var location = $"'{path}' row {++number}";
                var (imagePath, imageName) = image is { } stored ? images!.Store(stored, row, number) : default;
                if (imagePath is null && string.IsNullOrWhiteSpace(text?[row]))
                    throw new InvalidDataException($"{location}: has neither an image nor a text.");
                yield return new InputRow
                {
                    ImagePath = imagePath is null ? [] : [imagePath],
                    ImageNames = imagePath is null ? [] : [imageName!],
                    Text = text?[row] ?? "",
                    Label = label?[row] ?? "",
                    Location = location,
                };
            }
        }
    }

    private static (ParquetReader Reader, ParquetSchema Schema) Open(Stream stream, string path)
    {
        ParquetCheck.Check(stream, path);
        var reader = ParquetReader.CreateAsync(stream).GetAwaiter().GetResult();
        return (reader, reader.Schema);
    }

    private static T Try<T>(Func<T> read, string path)
    {
        try
        {
            return read();
        }
        // the library throws whatever reading the wrong bytes leads to, and has no memory for lengths inside of pages that are wrong
        catch (Exception exception) when (exception is not UnauthorizedAccessException && !IsAboutFile(exception, path))
        {
            throw new InvalidDataException($"'{path}' is not a Parquet file that can be read: {exception.Message}", exception);
        }
    }

    // As those are that say which column is wrong.
    private static bool IsAboutFile(Exception exception, string path) => exception is InvalidDataException && exception.Message.StartsWith($"'{path}'", StringComparison.Ordinal);
}
