using System.Globalization;

namespace Microsoft.ML.Sav.Onnx.Protobuf;

/// <summary>Where the values of a tensor are stored outside the model's file (https://onnx.ai/onnx/repo-docs/ExternalData.html).</summary>
/// <param name="Location">The file, relative to the model's folder.</param>
/// <param name="Offset">Start of the values in the file, in bytes.</param>
/// <param name="Length">Number of bytes; null if they extend to the end of the file.</param>
internal sealed record ExternalData(string Location, long Offset, long? Length)
{
    /// <summary>Reads the location of a tensor's values.</summary>
    /// <exception cref="OnnxModelException">The entry is incomplete or invalid.</exception>
    public static ExternalData Read(TensorProto tensor)
    {
        var entries = tensor.ExternalData.DistinctBy(entry => entry.Key).ToDictionary(entry => entry.Key, entry => entry.Value);
        return entries.TryGetValue("location", out var location) && location.Length > 0
            ? new ExternalData(location, Number("offset") ?? 0, Number("length"))
            : throw new OnnxModelException($"The external data of tensor '{tensor.Name}' name no file.");

        long? Number(string key) => !entries.TryGetValue(key, out var text) ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new OnnxModelException($"The external data of tensor '{tensor.Name}' have the {key} '{text}', which is not an integer.");
    }

    /// <summary>Finds a tensor's values and checks that they are complete.</summary>
    /// <param name="tensor">A tensor with external data.</param>
    /// <param name="folder">Folder of the model.</param>
    /// <returns>The location with its full path and its length.</returns>
    /// <exception cref="OnnxModelException">The file is missing, outside the folder or too short, or the length does not fit the tensor's shape.</exception>
    public static ExternalData Find(TensorProto tensor, string folder)
    {
        var data = Read(tensor).Resolve(folder);
        return tensor.ByteCount is not { } expected || data.Length == expected
            ? data
            : throw new OnnxModelException(
                $"The external data of tensor '{tensor.Name}' in '{data.Location}' have {data.Length} bytes, but its shape [{string.Join(", ", tensor.Dims)}] takes {expected}.");
    }

    /// <summary>Checks that the external data of a model are complete.</summary>
    /// <inheritdoc cref="Find" path="/exception"/>
    public static void Check(GraphProto graph, string folder)
    {
        foreach (var tensor in graph.AllInitializers().Where(tensor => tensor.IsExternal))
            Find(tensor, folder);
    }

    /// <summary>The same location with its full path and its length.</summary>
    /// <inheritdoc cref="Find" path="/exception"/>
    public ExternalData Resolve(string folder)
    {
        var path = Path.GetFullPath(Location, folder);
        if (Path.IsPathRooted(Location) || Path.GetRelativePath(folder, path).StartsWith("..", StringComparison.Ordinal))
            throw new OnnxModelException($"An ONNX file in '{folder}' refers to weights outside its folder: '{Location}'.");
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new OnnxModelException($"The weights '{path}' are missing.");
        var available = file.Length - Offset;
        return (Length ?? available) is var length && length <= available && available >= 0
            ? new ExternalData(path, Offset, length)
            : throw new OnnxModelException($"'{path}' is too short: it has {file.Length} bytes, but a tensor is stored at offset {Offset} with {length} bytes.");
    }

    /// <summary>Makes a tensor refer to this location.</summary>
    public void ApplyTo(TensorProto tensor)
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
