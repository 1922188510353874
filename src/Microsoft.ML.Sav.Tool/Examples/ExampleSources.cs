using Microsoft.ML.Sav.Tool.Examples.Archives;
using Microsoft.ML.Sav.Tool.Examples.Json;
using Microsoft.ML.Sav.Tool.Examples.Tables;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Examples;

/// <summary>Reads the examples that arguments of a command name, in whatever format they are.</summary>
internal static class ExampleSources
{
    private static readonly CocoSource Coco = new();
    private static readonly ExampleSource[] Files =
        [new JsonLinesSource(), new CsvSource(), new ParquetSource(), Coco, new LabelStudioSource(), new CustomVisionSource(Coco)];

    private static readonly FolderSource Folder = new(Files);

    /// <summary>All formats, the more special ones first.</summary>
    public static IReadOnlyList<ExampleSource> All { get; } = [Folder, .. Files, new TeachableMachineSource(), new ZipSource(Folder)];

    /// <summary>Reads the examples with a label. Files of unknown formats are read as JSON lines.</summary>
    /// <exception cref="InvalidDataException">No example has a label.</exception>
    public static IReadOnlyList<InputRow> ReadLabelled(string data)
    {
        var rows = Find(data)?.Read(data, new ExampleSourceOptions { NeedsLabels = true }) ?? (IsJson(data) ? throw CreateUnknownException(data) : JsonLines.Read(data));
        InputRow[] labelled = [.. rows.Where(row => row.Label.Length > 0)];
        return labelled.Length > 0 ? labelled : throw new InvalidDataException($"'{data}' has no row with a 'label'.");
    }

    /// <summary>Reads examples with and without labels, which can be enumerated several times. Those of JSON lines are not kept in memory.</summary>
    public static IEnumerable<InputRow> ReadAll(string data) =>
        Find(data) is { } source and not JsonLinesSource ? [.. source.Read(data, ExampleSourceOptions.Default)]
        : IsJson(data) ? throw CreateUnknownException(data)
        : JsonLines.Read(data);

    /// <summary>Reads examples with and without labels. Images in a folder come before its folders per class; files of unknown formats are images.</summary>
    public static IEnumerable<InputRow> Read(string item) =>
        Directory.Exists(item) ? Folder.ReadItems(item)
        : Find(item) is { } source ? source.Read(item, ExampleSourceOptions.Default)
        : IsJson(item) ? throw CreateUnknownException(item)
        : [ImageFolder.CreateRow(item)];

    private static ExampleSource? Find(string path) => All.FirstOrDefault(source => source.Recognises(path));

    private static bool IsJson(string path) => Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase);

    private static InvalidDataException CreateUnknownException(string path) => new(
        $"'{path}' is none of the formats COCO (images, annotations, categories), Label Studio (a list of tasks with data and annotations) and "
        + "Custom Vision (a list of images with tags); JSON lines have the extension .jsonl.");
}
