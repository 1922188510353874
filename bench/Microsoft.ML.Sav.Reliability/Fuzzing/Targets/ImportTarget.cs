using Microsoft.ML.Sav.Tool.Examples;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Targets;

/// <summary>Examples in a format of another tool, read and written again as by <c>sav import</c>.</summary>
internal abstract class ImportTarget : FuzzTarget
{
    private const string FileName = "case";

    /// <param name="input">Name: the format in <c>sav import</c> and a file name, as <c>csv+rows.tsv</c>.</param>
    /// <param name="folder">The folder.</param>
    public sealed override void Read(FuzzInput input, string folder)
    {
        var parts = input.Name.Split('+');
        var path = Write(input, folder, FileName + Path.GetExtension(parts[1]));
        var images = Path.Combine(folder, "images");
        string[] before = [.. Directory.GetFileSystemEntries(folder), images];
        try
        {
            _ = ExampleSources.All.Count(source => source.Recognises(path));
            InputRow[] rows = [.. ExampleSources.All.Single(source => source.Name == parts[0]).Read(path, new ExampleSourceOptions { UnpackFolder = images })];
            JsonLines.Write(Stream.Null, rows, Path.Combine(folder, "rows.jsonl"));
        }
        finally
        {
            File.Delete(path);
            if (Directory.Exists(images))
                Directory.Delete(images, recursive: true);
            if (Directory.GetFileSystemEntries(folder).Except(before).FirstOrDefault() is { } escaped)
                throw new InvalidOperationException($"'{escaped}' was written, outside of the folder for images.");
        }
    }

    public sealed override bool IsDocumented(Exception exception) => exception is InvalidDataException && exception.Message.Contains($"{FileName}.", StringComparison.Ordinal);
}
