namespace Microsoft.ML.Sav.Results.Data;

/// <summary>Reads a data set from a folder or a file.</summary>
internal static class DataSetReader
{
    /// <summary>
    /// Reads <c>PATH</c> or <c>NAME=PATH</c>: a folder of images (<see cref="ImageFolderReader"/>), a folder with train.jsonl and test.jsonl,
    /// a file of JSON lines (<see cref="JsonLinesReader"/>) or a tab-separated file (<see cref="TabSeparatedReader"/>).
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file or folder.</exception>
    /// <exception cref="InvalidDataException">The content is not what the reader expects.</exception>
    public static DataSet Read(string argument)
    {
        var equals = argument.IndexOf('=');
        // A path may have an equals sign.
        var hasName = equals > 0 && !Path.Exists(argument);
        var path = Path.TrimEndingDirectorySeparator(hasName ? argument[(equals + 1)..] : argument);
        return Read(hasName ? argument[..equals] : Path.GetFileNameWithoutExtension(Path.GetFullPath(path)), path);
    }

    /// <inheritdoc cref="Read(string)"/>
    /// <param name="name">Name of the data set.</param>
    /// <param name="path">The folder or file.</param>
    public static DataSet Read(string name, string path)
    {
        if (Directory.Exists(path))
            return new DataSet(name, ReadFolder(path));
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file or folder '{path}'.", path);
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".jsonl" or ".json" or ".ndjson" => new DataSet(name, JsonLinesReader.Read(path)),
            ".tsv" or ".tab" => new DataSet(name, TabSeparatedReader.Read(path), [$"Each column is cut after {TabSeparatedReader.MaxColumnLength:N0} characters."]),
            _ => throw new InvalidDataException($"'{path}' should be a folder, a .jsonl file or a .tsv file."),
        };
    }

    private static IReadOnlyList<Row> ReadFolder(string folder)
    {
        var (train, test) = (Path.Combine(folder, "train.jsonl"), Path.Combine(folder, "test.jsonl"));
        if (!File.Exists(train))
            return ImageFolderReader.Read(folder);
        return File.Exists(test) ? [.. JsonLinesReader.Read(train, DataPart.Train), .. JsonLinesReader.Read(test, DataPart.Test)] : JsonLinesReader.Read(train);
    }
}
