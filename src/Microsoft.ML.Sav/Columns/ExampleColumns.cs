using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Columns;

/// <summary>The columns that an example is read from: images, a text, or both.</summary>
/// <param name="names">Names of the columns.</param>
/// <param name="prompt">The prompt of the options.</param>
internal sealed class ExampleColumns(ColumnNames names, string? prompt)
{
    private const int ShownTextLength = 80;

    private readonly PromptTemplate _template = new(prompt, hasText: names.Text is not null);

    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    public void Check(SchemaShape schema)
    {
        if (names.Image is not null)
            ImageColumn.Check(ColumnShapes.Find(schema, names.Image) ?? throw SchemaMismatch.NotFound("image", names.Image));
        if (names.Text is not null)
            TextColumn.Check(ColumnShapes.Find(schema, names.Text) ?? throw SchemaMismatch.NotFound("text", names.Text));
    }

    public IEnumerable<DataViewSchema.Column> In(DataViewSchema schema)
    {
        if (names.Image is not null)
            yield return schema[names.Image];
        if (names.Text is not null)
            yield return schema[names.Text];
    }

    /// <summary>Reads the example that <paramref name="row"/> stands on whenever it is called.</summary>
    public Func<Example> CreateReader(DataViewRow row)
    {
        var images = names.Image is null ? null : ImageColumn.CreateGetter(row, row.Schema[names.Image]);
        var text = names.Text is null ? null : TextColumn.CreateGetter(row, row.Schema[names.Text]);
        return () => Read(row, images, text);
    }

    private Example Read(DataViewRow row, Func<RowImages>? images, Func<string>? text)
    {
        RowImages? rowImages = null;
        string? rowText = null;
        try
        {
            rowImages = images?.Invoke();
            rowText = text?.Invoke();
            if (rowImages is not { Images.Count: > 0 } && string.IsNullOrWhiteSpace(rowText))
                throw new InvalidDataException("there is nothing to show to the model");
            var prompt = new Prompt(_template.Render(rowText ?? ""), rowImages?.Images ?? []) { SharedLength = _template.SharedLength };
            return new Example(prompt, row.Position, Describe(rowImages, rowText));
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
