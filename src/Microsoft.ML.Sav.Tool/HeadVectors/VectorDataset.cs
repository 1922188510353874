using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Heads.Safetensors;

namespace Microsoft.ML.Sav.Tool.HeadVectors;

/// <summary>Head vectors to train with, and head vectors to classify.</summary>
/// <param name="Training">Labelled vectors.</param>
/// <param name="Queries">Vectors to classify.</param>
internal sealed record VectorDataset(SupportSet Training, IReadOnlyList<float[]> Queries)
{
    public FeatureLayout Layout => Training.Layout;

    /// <summary>Reads tensors train [examples, layers, heads, size], train_labels [examples] and query [queries, layers, heads, size].</summary>
    /// <exception cref="InvalidDataException">The file is not a safetensors file, or a tensor is missing or has a wrong shape.</exception>
    public static VectorDataset Read(string path)
    {
        var file = SafetensorsFile.Read(path);
        if (file.GetShape("train") is not [var examples, > 0 and var layers, > 0 and var heads, > 0 and var size])
            throw CreateShapeException("train", "[examples, layers, heads, size]");
        if (file.GetShape("query") is not [_, var queryLayers, var queryHeads, var querySize]
            || (queryLayers, queryHeads, querySize) != (layers, heads, size))
        {
            throw CreateShapeException("query", $"[queries, {layers}, {heads}, {size}]");
        }
        if (file.GetShape("train_labels") is not [var labelCount] || labelCount != examples)
            throw CreateShapeException("train_labels", $"[{examples}]");

        var labels = file.ReadInt64("train_labels");
        if (labels.Distinct().Count() < 2 || labels.Min() < 0 || labels.Max() > ushort.MaxValue)
            throw new InvalidDataException($"'{path}': 'train_labels' should hold at least two classes, from 0 to {ushort.MaxValue}.");
        var layout = FeatureLayout.CreateUniform(layers, heads, size);
        var training = new SupportSet(layout, (int)labels.Max() + 1, memoryLimit: long.MaxValue); // the file is read whole anyway
        foreach (var (vectors, label) in file.ReadSingle("train").Chunk(layout.VectorLength).Zip(labels))
            training.Add(vectors, (int)label);
        return new VectorDataset(training, [.. file.ReadSingle("query").Chunk(layout.VectorLength)]);

        InvalidDataException CreateShapeException(string tensor, string expected) =>
            new($"'{path}': '{tensor}' should be {expected}, found [{string.Join(", ", file.GetShape(tensor))}].");
    }
}
