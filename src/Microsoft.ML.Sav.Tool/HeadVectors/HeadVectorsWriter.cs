using System.Text.Json;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Heads.Safetensors;

namespace Microsoft.ML.Sav.Tool.HeadVectors;

/// <summary>Writes head vectors, or other features, row by row to a safetensors file. After an interruption, the next writer continues with the first incomplete row.</summary>
internal sealed class HeadVectorsWriter : IDisposable
{
    private readonly SafetensorsWriter _writer;
    private readonly bool _half;

    /// <param name="path">The file; until it is complete it is called <see cref="PartialPath"/>.</param>
    /// <param name="layout">Layout of a row's vectors.</param>
    /// <param name="rows">Labels of the rows, and their number.</param>
    /// <param name="half">Whether vectors are stored in half precision.</param>
    /// <param name="metadata">Further metadata of the file. A writer continues only a file with equal metadata.</param>
    public HeadVectorsWriter(string path, FeatureLayout layout, RowsSummary rows, bool half, IReadOnlyDictionary<string, string> metadata)
    {
        _half = half;
        var labels = new SafetensorsTensor("label", "I64", rows.Labels.Length);
        var isHeads = layout.All(feature => feature.Kind == FeatureKind.LastToken);
        Vectors = new SafetensorsTensor(isHeads ? "heads" : "features", half ? "F16" : "F32", [rows.Labels.Length, .. isHeads ? RowShape(layout) : [layout.VectorLength]]);
        var header = new SafetensorsHeader([labels, Vectors], new Dictionary<string, string>(metadata)
        {
            ["label_names"] = JsonSerializer.Serialize(rows.LabelNames),
            ["rows_sha256"] = rows.Hash,
            // heads: as in the metadata of ONNX files that return head vectors
            ["layout"] = isHeads
                ? JsonSerializer.Serialize(layout.Select(head => new[] { head.Layer, head.Index, head.Size }))
                : JsonSerializer.Serialize(layout.Select(feature => new object[] { $"{feature}", feature.Size })),
        });

        _writer = new SafetensorsWriter(path, header);
        if (_writer.Length < labels.ByteCount || _writer.Length > header.DataLength)
        {
            _writer.Truncate(0);
            _writer.Append<long>(rows.Labels);
        }
        var rowLength = Vectors.ByteCount / rows.Labels.Length;
        RowsWritten = (_writer.Length - labels.ByteCount) / rowLength;
        _writer.Truncate(labels.ByteCount + (RowsWritten * rowLength));
    }

    /// <summary>The tensor of vectors: <c>heads</c> if all are heads at the last token, else <c>features</c>.</summary>
    public SafetensorsTensor Vectors { get; }

    /// <summary>Number of rows that are complete.</summary>
    public long RowsWritten { get; private set; }

    /// <summary>The file's name while it is incomplete.</summary>
    public static string PartialPath(string path) => path + ".partial";

    /// <summary>Appends the vectors of the next row.</summary>
    /// <exception cref="OverflowException">A value is out of the range of half precision.</exception>
    public void Append(float[] vectors)
    {
        if (_half)
            _writer.Append<Half>(Array.ConvertAll(vectors, ToHalf));
        else
            _writer.Append<float>(vectors);
        RowsWritten++;
    }

    /// <summary>Renames the complete file.</summary>
    public void Complete() => _writer.Complete();

    public void Dispose() => _writer.Dispose();

    private Half ToHalf(float value)
    {
        var half = (Half)value;
        return Half.IsFinite(half) || !float.IsFinite(value)
            ? half
            : throw new OverflowException($"Row {RowsWritten} (counted from 0) has a feature with the value {value}, which half precision cannot hold; omit --half.");
    }

    // [layers, heads, size] if all layers are alike, else [floats]
    private static IEnumerable<long> RowShape(FeatureLayout layout)
    {
        var size = layout[0].Size;
        var headCounts = layout.CountBy(head => head.Layer).Select(layer => layer.Value).ToArray();
        return headCounts.All(count => count == headCounts[0]) && layout.All(head => head.Size == size)
            ? [headCounts.Length, headCounts[0], size]
            : [layout.VectorLength];
    }
}
