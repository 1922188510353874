using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Columns;

/// <summary>The input columns of the prompt: images, text, or both.</summary>
/// <param name="names">Names of the columns.</param>
/// <param name="prompt">The prompt of the options.</param>
internal sealed class PromptColumns(ColumnNames names, string? prompt)
{
    private const int ShownTextLength = 80;

    private readonly PromptTemplate _template = new(prompt, hasText: names.Text is not null);

    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    public void Check(SchemaShape schema)
    {
        if (names.Image is not null)
            ImageColumn.Check(ColumnShapes.Find(schema, names.Image) ?? throw SchemaMismatch.CreateNotFoundException("image", names.Image));
        if (names.Text is not null)
            TextColumn.Check(ColumnShapes.Find(schema, names.Text) ?? throw SchemaMismatch.CreateNotFoundException("text", names.Text));
    }

    public IEnumerable<DataViewSchema.Column> SelectFrom(DataViewSchema schema)
    {
        if (names.Image is not null)
            yield return schema[names.Image];
        if (names.Text is not null)
            yield return schema[names.Text];
    }

    /// <summary>Creates a delegate that reads the prompt of the row that <paramref name="row"/> is at.</summary>
    public Func<RowPrompt> CreateReader(DataViewRow row)
    {
        var images = names.Image is null ? null : ImageColumn.CreateGetter(row, row.Schema[names.Image]);
        var text = names.Text is null ? null : TextColumn.CreateGetter(row, row.Schema[names.Text]);
        return () => Read(row, images, text);
    }

    private RowPrompt Read(DataViewRow row, Func<RowImages>? images, Func<string>? text)
    {
        RowImages? rowImages = null;
        string? rowText = null;
        try
        {
            rowImages = images?.Invoke();
            rowText = text?.Invoke();
            if (rowImages is not { Images.Count: > 0 } && string.IsNullOrWhiteSpace(rowText))
                throw new PromptException("the row has neither an image nor a text");
            var prompt = new Prompt(_template.Render(rowText ?? ""), rowImages?.Images ?? []) { SharedLength = _template.SharedLength };
            return new RowPrompt(prompt, row.Position, Describe(rowImages, rowText));
        }
        catch (Exception exception) when (PromptException.IsCausedByPrompt(exception))
        {
            throw new SavRowException(row.Position, Describe(rowImages, rowText), exception);
        }
    }

    private string Describe(RowImages? images, string? text)
    {
        var values = new List<string>();
        if (names.Image is not null)
            values.Add($"image column '{names.Image}'{(images is null ? "" : $" is {images.Description}")}");
        if (names.Text is not null)
            values.Add($"text column '{names.Text}'{(text is null ? "" : $" is '{Shorten(text)}'")}");
        return string.Join(", ", values);
    }

    private static string Shorten(string text) => text.Length <= ShownTextLength ? text : $"{text.AsSpan(0, ShownTextLength)}...";
}
