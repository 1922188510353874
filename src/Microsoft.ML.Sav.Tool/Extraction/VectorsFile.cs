using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Heads.Safetensors;

namespace Microsoft.ML.Sav.Tool.Extraction;

/// <summary>Head vectors to train on and others to classify.</summary>
/// <param name="Training">The labelled vectors.</param>
/// <param name="Queries">The vectors to classify.</param>
internal sealed record VectorsFile(SupportSet Training, IReadOnlyList<float[]> Queries)
{
    public HeadLayout Layout => Training.Layout;

    /// <summary>Reads tensors train [examples, layers, heads, size], train_labels [examples] and query [queries, layers, heads, size].</summary>
    /// <exception cref="InvalidDataException">The file is no safetensors file, or a tensor is missing or has a wrong shape.</exception>
    public static VectorsFile Read(string path)
    {
        var file = SafetensorsFile.Read(path);
        if (file.GetShape("train") is not [var examples, > 0 and var layers, > 0 and var heads, > 0 and var size])
            throw Invalid("train", "[examples, layers, heads, size]");
        if (file.GetShape("query") is not [_, var queryLayers, var queryHeads, var querySize]
            || (queryLayers, queryHeads, querySize) != (layers, heads, size))
        {
            throw Invalid("query", $"[queries, {layers}, {heads}, {size}]");
        }
        if (file.GetShape("train_labels") is not [var labelCount] || labelCount != examples)
            throw Invalid("train_labels", $"[{examples}]");

        var labels = file.ReadInt64("train_labels");
        if (labels.Distinct().Count() < 2 || labels.Min() < 0 || labels.Max() > ushort.MaxValue)
            throw new InvalidDataException($"'{path}': 'train_labels' should hold at least two classes, from 0 to {ushort.MaxValue}.");
        var layout = HeadLayout.CreateUniform(layers, heads, size);
        var training = new SupportSet(layout, (int)labels.Max() + 1, memoryLimit: long.MaxValue); // the file is read whole anyway
        foreach (var (vectors, label) in file.ReadSingle("train").Chunk(layout.VectorLength).Zip(labels))
            training.Add(vectors, (int)label);
        return new VectorsFile(training, [.. file.ReadSingle("query").Chunk(layout.VectorLength)]);

        InvalidDataException Invalid(string tensor, string expected) =>
            new($"'{path}': '{tensor}' should be {expected}, found [{string.Join(", ", file.GetShape(tensor))}].");
    }
}
