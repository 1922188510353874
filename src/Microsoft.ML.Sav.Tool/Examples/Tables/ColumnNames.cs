namespace Microsoft.ML.Sav.Tool.Examples.Tables;

/// <summary>Names of the columns of a table.</summary>
/// <param name="Image">Column of image paths; <see langword="null"/> to find it.</param>
/// <param name="Text">Column of texts; <see langword="null"/> to find it.</param>
/// <param name="Label">Column of labels; <see langword="null"/> to find it.</param>
internal sealed record ColumnNames(string? Image, string? Text, string? Label)
{
    private const int ShownNames = 20;
    private const int ShownLength = 60;

    private static readonly string[] ImageNames = ["image", "img", "image_path", "path", "file", "file_name", "image_file"];
    private static readonly string[] TextNames = ["text", "question", "sentence", "document", "content"];
    private static readonly string[] LabelNames = ["label", "class", "category", "tag", "class_name", "label_name"];

    /// <summary>Finds the columns in a header. Case, spaces, '-' and '_' do not count.</summary>
    /// <param name="header">Names of all columns.</param>
    /// <param name="location">File and line, for messages.</param>
    /// <exception cref="InvalidDataException">There is neither an image nor a text, or a given column is missing.</exception>
    public ColumnPositions Find(IReadOnlyList<string> header, string location)
    {
        string[] names = [.. header.Select(Simplify)];
        var positions = new ColumnPositions(Find(Image, ImageNames), Find(Text, TextNames), Find(Label, LabelNames));
        return positions.Image >= 0 || positions.Text >= 0
            ? positions
            : throw new InvalidDataException(
                $"{location}: expected a column of image paths ({string.Join(", ", ImageNames)}) or texts ({string.Join(", ", TextNames)}), found {Describe(header)}. "
                + "'sav import' takes other names, with --image-column, --text-column and --label-column.");

        int Find(string? given, string[] usual)
        {
            if (given is null)
                return usual.Select(name => Array.IndexOf(names, Simplify(name))).FirstOrDefault(index => index >= 0, -1);
            var index = Array.IndexOf(names, Simplify(given));
            return index >= 0 ? index : throw new InvalidDataException($"{location}: expected a column '{given}', found {Describe(header)}.");
        }
    }

    private static string Simplify(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static string Describe(IReadOnlyList<string> header) =>
        string.Join(", ", header.Take(ShownNames).Select(name => $"'{(name.Length > ShownLength ? name[..ShownLength] + "..." : name)}'"))
        + (header.Count > ShownNames ? $" and {header.Count - ShownNames} more" : "");
}
