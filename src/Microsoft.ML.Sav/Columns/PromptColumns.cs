using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Columns;

/// <summary>The input columns of the prompt: images, text, or both.</summary>
/// <param name="image">Name of the image column; <see langword="null"/> without images.</param>
/// <param name="text">Name of the text column; <see langword="null"/> without text.</param>
/// <param name="prompt">The prompt of the options.</param>
/// <param name="truncated">How long a text may be, and what counts those that are longer.</param>
internal sealed class PromptColumns(string? image, string? text, string? prompt, TruncatedTexts truncated)
{
    private const int ShownTextLength = 80;

    private readonly PromptTemplate _template = new(prompt, hasText: text is not null);

    /// <summary>Whether rows have images.</summary>
    public bool HasImages => image is not null;

    /// <summary>The prompt, with <c>{text}</c> if rows have a text.</summary>
    public string Prompt => _template.Text;

    /// <summary>The columns that options name.</summary>
    public static PromptColumns Create(IHostEnvironment environment, SavEstimator.Options options) =>
        new(options.ImageColumnName, options.TextColumnName, options.Prompt, new TruncatedTexts(environment, options.MaxTokens));

    /// <summary>Counts texts that are cut from 0 again.</summary>
    public void ForgetTruncated() => truncated.Forget();

    /// <summary>Logs how many texts were cut, if any.</summary>
    public void LogTruncated(IChannel channel) => truncated.LogCount(channel);

    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    public void Check(DataViewSchema schema) => Check(ColumnShapes.Create(schema));

    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    public void Check(SchemaShape schema)
    {
        if (image is not null)
            ImageColumn.Check(ColumnShapes.Find(schema, image) ?? throw SchemaMismatch.CreateNotFoundException("image", image));
        if (text is not null)
            TextColumn.Check(ColumnShapes.Find(schema, text) ?? throw SchemaMismatch.CreateNotFoundException("text", text));
    }

    public IEnumerable<DataViewSchema.Column> SelectFrom(DataViewSchema schema)
    {
        if (image is not null)
            yield return schema[image];
        if (text is not null)
            yield return schema[text];
    }

    /// <summary>Creates a delegate that reads the prompt of the row that <paramref name="row"/> is at.</summary>
    public Func<RowPrompt> CreateReader(DataViewRow row)
    {
        var readImages = image is null ? null : ImageColumn.CreateGetter(row, row.Schema[image]);
        var readText = text is null ? null : TextColumn.CreateGetter(row, row.Schema[text]);
        return () => Read(row, readImages, readText);
    }

    /// <summary>Reads the prompts of all rows as they are enumerated. Columns are checked at once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    public IEnumerable<RowPrompt> ReadAll(IDataView rows)
    {
        Check(rows.Schema);
        return Read();

        IEnumerable<RowPrompt> Read()
        {
            using var cursor = rows.GetRowCursor(SelectFrom(rows.Schema));
            var read = CreateReader(cursor);
            while (cursor.MoveNext())
                yield return read();
        }
    }

    private RowPrompt Read(DataViewRow row, Func<RowImages>? readImages, Func<string>? readText)
    {
        RowImages? rowImages = null;
        string? rowText = null;
        try
        {
            rowImages = readImages?.Invoke();
            rowText = readText?.Invoke();
            if (rowImages is not { Images.Count: > 0 } && string.IsNullOrWhiteSpace(rowText))
                throw new PromptException("the row has neither an image nor a text");
            var prompt = new Prompt(_template.Render(rowText ?? ""), rowImages?.Images ?? [])
            {
                SharedLength = _template.SharedLength,
                TextLimit = rowText is null || truncated.MaxTokens is not { } maxTokens ? null : CreateLimit(rowText, maxTokens, row.Position),
            };
            return new RowPrompt(prompt, row.Position, Describe(rowImages, rowText));
        }
        catch (Exception exception) when (PromptException.IsCausedByPrompt(exception))
        {
            throw new SavRowException(row.Position, Describe(rowImages, rowText), exception);
        }
    }

    private TextLimit CreateLimit(string rowText, int maxTokens, long row) => new(rowText, maxTokens, start =>
    {
        truncated.Add(row);
        return _template.Render(start);
    });

    private string Describe(RowImages? rowImages, string? rowText)
    {
        var values = new List<string>();
        if (image is not null)
            values.Add($"image column '{image}'{(rowImages is null ? "" : $" is {rowImages.Description}")}");
        if (text is not null)
            values.Add($"text column '{text}'{(rowText is null ? "" : $" is '{Shorten(rowText)}'")}");
        return string.Join(", ", values);
    }

    private static string Shorten(string text) => text.Length <= ShownTextLength ? text : $"{text.AsSpan(0, ShownTextLength)}...";
}
