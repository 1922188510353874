using System.Globalization;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>Where the values of a tensor lie outside the model's file (https://onnx.ai/onnx/repo-docs/ExternalData.html).</summary>
/// <param name="Location">The file, relative to the model's folder.</param>
/// <param name="Offset">Where the values start, in bytes.</param>
/// <param name="Length">Number of bytes; <see langword="null"/> for all up to the file's end.</param>
internal sealed record ExternalData(string Location, long Offset, long? Length)
{
    /// <summary>Reads a tensor's description of its data.</summary>
    /// <exception cref="InvalidDataException">The description is incomplete or wrong.</exception>
    public static ExternalData Of(TensorProto tensor)
    {
        var entries = tensor.ExternalData.DistinctBy(entry => entry.Key).ToDictionary(entry => entry.Key, entry => entry.Value);
        return entries.TryGetValue("location", out var location) && location.Length > 0
            ? new ExternalData(location, Number("offset") ?? 0, Number("length"))
            : throw new InvalidDataException($"The weights '{tensor.Name}' lie in external data, but no file is named.");

        long? Number(string key) => !entries.TryGetValue(key, out var text) ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new InvalidDataException($"The weights '{tensor.Name}' lie in external data, but their {key} is '{text}'.");
    }

    /// <summary>The same data, by full path and with its length.</summary>
    /// <exception cref="InvalidDataException">The file lies outside the folder or is too short.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public ExternalData In(string folder)
    {
        var path = Path.GetFullPath(Location, folder);
        if (Path.IsPathRooted(Location) || Path.GetRelativePath(folder, path).StartsWith("..", StringComparison.Ordinal))
            throw new InvalidDataException($"An ONNX file in '{folder}' names weights outside of its folder: '{Location}'.");
        if (!File.Exists(path))
            throw new FileNotFoundException($"The weights '{path}' are missing.", path);
        var available = new FileInfo(path).Length - Offset;
        return (Length ?? available) is var length && length <= available && available >= 0
            ? new ExternalData(path, Offset, length)
            : throw new InvalidDataException($"'{path}' is too short: it has {Offset + available} bytes, but weights lie at {Offset} to {Offset + length}.");
    }

    /// <summary>Says in a tensor that its values lie here.</summary>
    public void Describe(TensorProto tensor)
    {
        tensor.ClearRawData();
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        tensor.ExternalData.Clear();
        Add("location", Location);
        Add("offset", Offset.ToString(CultureInfo.InvariantCulture));
        if (Length is { } length)
            Add("length", length.ToString(CultureInfo.InvariantCulture));

        void Add(string key, string value) => tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
    }
}
