using Google.Protobuf;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>
/// Writes a model as one file or, if its weights are large, as two: the model and, with the suffix <c>_data</c>, the weights. The files are
/// renamed into place when both are complete.
/// </summary>
internal static class ModelWriter
{
    /// <summary>Size of weights up to which a model is one file, in bytes.</summary>
    public const long MaxInlineWeights = 32 << 20;

    private const int MinExternalLength = 1024; // ONNX Runtime reads shapes and the like before external data
    private const int Alignment = 4096; // so that ONNX Runtime can map weights instead of reading them
    private const int BufferSize = 1 << 20;

    /// <summary>Checks that a model can be written to a path, and returns the full path.</summary>
    /// <param name="path">The file.</param>
    /// <param name="protectedFiles">Full paths of files that must not be replaced.</param>
    /// <exception cref="ArgumentException">The path is a folder or a protected file.</exception>
    /// <exception cref="DirectoryNotFoundException">The file's folder does not exist.</exception>
    public static string CheckPath(string path, IEnumerable<string> protectedFiles)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string[] files = [Path.GetFullPath(path), DataPath(Path.GetFullPath(path))];
        if (!Path.EndsInDirectorySeparator(path) && !Directory.Exists(Path.GetDirectoryName(files[0])))
            throw new DirectoryNotFoundException($"There is no folder '{Path.GetDirectoryName(files[0])}' to write '{files[0]}' to.");
        if (Path.EndsInDirectorySeparator(path) || Array.Find(files, Directory.Exists) is not null)
            throw new ArgumentException($"Expected the path of a file to write, but '{path}' is a folder.", nameof(path));
        if (files.Intersect(protectedFiles).FirstOrDefault() is { } file)
            throw new ArgumentException($"'{file}' is a file of the LMM, which an export must not replace.", nameof(path));
        return files[0];
    }

    /// <summary>Writes a model.</summary>
    /// <param name="model">The model, whose external data have full paths; changed in place.</param>
    /// <param name="path">The file.</param>
    /// <returns>The written files.</returns>
    public static IReadOnlyList<string> Write(ModelProto model, string path)
    {
        var tensors = model.Graph.AllInitializers().ToList();
        var areInline = tensors.Sum(StoredLength) <= MaxInlineWeights;
        if (areInline)
            ReadExternalData(tensors);
        using var weights = areInline ? null : new UnfinishedFile(DataPath(path));
        if (weights is not null)
            MoveWeights(tensors, weights.Stream, Path.GetFileName(DataPath(path)));

        using var file = new UnfinishedFile(path);
        model.WriteTo(file.Stream);
        file.Stream.Flush(flushToDisk: true);
        weights?.Finish();
        file.Finish();
        return areInline ? [path] : [path, DataPath(path)];
    }

    /// <summary>The file with the weights of a model.</summary>
    public static string DataPath(string path) => path + "_data";

    private static long StoredLength(TensorProto tensor) => tensor.IsExternal ? ExternalData.Read(tensor).Length ?? 0 : tensor.RawData.Length;

    private static void ReadExternalData(IEnumerable<TensorProto> tensors)
    {
        foreach (var tensor in tensors.Where(tensor => tensor.IsExternal))
        {
            using var stream = new MemoryStream();
            Copy(ExternalData.Read(tensor), stream);
            tensor.ExternalData.Clear();
            tensor.ClearDataLocation();
            tensor.RawData = UnsafeByteOperations.UnsafeWrap(stream.ToArray());
        }
    }

    private static void MoveWeights(IEnumerable<TensorProto> tensors, FileStream stream, string location)
    {
        foreach (var tensor in tensors.Where(tensor => tensor.IsExternal || tensor.RawData.Length >= MinExternalLength))
        {
            stream.Position = (stream.Length + Alignment - 1) / Alignment * Alignment;
            var moved = new ExternalData(location, stream.Position, StoredLength(tensor));
            if (tensor.IsExternal)
                Copy(ExternalData.Read(tensor), stream);
            else
                tensor.RawData.WriteTo(stream);
            moved.ApplyTo(tensor);
        }
        stream.Flush(flushToDisk: true);
    }

    private static void Copy(ExternalData source, Stream destination)
    {
        using var stream = File.OpenRead(source.Location);
        stream.Position = source.Offset;
        var buffer = new byte[BufferSize];
        for (var left = source.Length!.Value; left > 0;)
        {
            var read = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
                throw new OnnxModelException($"The weights '{source.Location}' were truncated while they were read.");
            destination.Write(buffer, 0, read);
            left -= read;
        }
    }
}
