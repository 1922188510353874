using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Heads.Safetensors;

namespace Microsoft.ML.Sav.Tool.HeadVectors;

/// <summary>A file of <c>sav extract</c>: the features of rows, some of them with labels.</summary>
/// <param name="Path">The file.</param>
/// <param name="Layout">The features of a row.</param>
/// <param name="LabelNames">The distinct labels.</param>
/// <param name="Rows">Per row, its vectors, and the index of its label in <paramref name="LabelNames"/>; -1 if it has none.</param>
internal sealed partial record FeatureFile(string Path, FeatureLayout Layout, IReadOnlyList<string> LabelNames, IReadOnlyList<(float[] Vectors, int Label)> Rows)
{
    /// <summary>Whether a file is one of <c>sav extract</c>.</summary>
    public static bool IsIn(SafetensorsFile file) => file.Contains("label") && (file.Contains("heads") || file.Contains("features"));

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The file is not one of <c>sav extract</c>, or its parts do not belong together.</exception>
    public static FeatureFile Read(string path, SafetensorsFile file)
    {
        if (!IsIn(file))
            throw new InvalidDataException($"'{path}' is not a file of sav extract: it has the tensors {string.Join(", ", file.Names.Order())}, expected label, and heads or features.");
        var layout = new FeatureLayout(ReadMetadata<JsonElement[]>(path, file, "layout").Select(entry => ParseFeature(path, entry)));
        var names = ReadMetadata<string[]>(path, file, "label_names");
        var labels = file.ReadInt64("label");
        var vectors = file.ReadSingle(file.Contains("heads") ? "heads" : "features");
        if (vectors.LongLength != (long)labels.Length * layout.VectorLength)
            throw new InvalidDataException($"'{path}': expected {labels.Length} rows of {layout.VectorLength} values, as its layout has, found {vectors.Length} values.");
        if (labels.Any(label => label < -1 || label >= names.Length))
            throw new InvalidDataException($"'{path}': 'label' should be -1, or an index of its {names.Length} label names.");
        return new FeatureFile(path, layout, names, [.. vectors.Chunk(layout.VectorLength).Zip(labels, (row, label) => (row, (int)label))]);
    }

    /// <summary>The labelled rows.</summary>
    /// <exception cref="InvalidDataException">They are of fewer than two classes.</exception>
    public SupportSet CreateSupportSet()
    {
        var training = new SupportSet(Layout, Math.Max(1, LabelNames.Count), memoryLimit: long.MaxValue); // the file is read whole anyway
        foreach (var (vectors, label) in Rows.Where(row => row.Label >= 0))
            training.Add(vectors, label);
        return training.CountClassesWithExamples() >= 2 ? training : throw new InvalidDataException($"'{Path}' should have rows of at least two classes, found {training.CountClassesWithExamples()}.");
    }

    private static T ReadMetadata<T>(string path, SafetensorsFile file, string key)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(file.Metadata.GetValueOrDefault(key, "null")) ?? throw new InvalidDataException($"'{path}' has no metadata '{key}'.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{path}': metadata '{key}' is not what sav extract writes: {exception.Message}", exception);
        }
    }

    // [layer, head, size], or [name, size] with the name of Feature.ToString
    private static Feature ParseFeature(string path, JsonElement entry)
    {
        try
        {
            return entry.GetArrayLength() == 3
                ? new Feature(entry[0].GetInt32(), entry[1].GetInt32(), entry[2].GetInt32())
                : ParseName(entry[0].GetString()!, entry[1].GetInt32());
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"'{path}': metadata 'layout' has the unknown feature {entry}.", exception);
        }
    }

    private static Feature ParseName(string name, int size)
    {
        if (HeadName().Match(name) is { Success: true } head)
        {
            return new Feature(
                head.Groups["mean"].Success ? FeatureKind.TokenMean : FeatureKind.LastToken,
                int.Parse(head.Groups["layer"].Value, CultureInfo.InvariantCulture),
                int.Parse(head.Groups["index"].Value, CultureInfo.InvariantCulture),
                size);
        }
        var feature = Enum.GetValues<FeatureKind>().Select(kind => new Feature(kind, 0, 0, size)).FirstOrDefault(feature => !feature.IsHead && $"{feature}" == name);
        return feature.Size > 0 ? feature : throw new FormatException();
    }

    [GeneratedRegex(@"^L(?<layer>\d{1,6})\.H(?<index>\d{1,6})(?<mean>\.mean)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex HeadName();
}
