using System.Text.Json;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Heads.Safetensors;

namespace Microsoft.ML.Sav.Tool.Extraction;

/// <summary>The file that head vectors are extracted to. A writer that was stopped is continued with the next whole row.</summary>
internal sealed class HeadVectorsFile : IDisposable
{
    private readonly SafetensorsWriter _writer;
    private readonly bool _half;

    /// <param name="path">The file.</param>
    /// <param name="layout">The heads.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="half">Whether vectors are kept in half precision.</param>
    /// <param name="metadata">What else the file says.</param>
    public HeadVectorsFile(string path, HeadLayout layout, RowsSummary rows, bool half, IReadOnlyDictionary<string, string> metadata)
    {
        _half = half;
        var labels = new SafetensorsTensor("label", "I64", rows.Labels.Length);
        Heads = new SafetensorsTensor("heads", half ? "F16" : "F32", [rows.Labels.Length, .. RowShape(layout)]);
        var header = new SafetensorsHeader([labels, Heads], new Dictionary<string, string>(metadata)
        {
            ["label_names"] = JsonSerializer.Serialize(rows.LabelNames),
            ["rows_sha256"] = rows.Hash,
            // as in the metadata of ONNX files that return head vectors
            ["layout"] = JsonSerializer.Serialize(layout.Select(head => new[] { head.Layer, head.Index, head.Size })),
        });

        _writer = new SafetensorsWriter(path, header);
        if (_writer.Length < labels.ByteCount)
        {
            _writer.Truncate(0);
            _writer.Append<long>(rows.Labels);
        }
        var rowLength = Heads.ByteCount / rows.Labels.Length;
        RowsWritten = (_writer.Length - labels.ByteCount) / rowLength;
        _writer.Truncate(labels.ByteCount + (RowsWritten * rowLength));
    }

    /// <summary>The tensor of the vectors.</summary>
    public SafetensorsTensor Heads { get; }

    /// <summary>Number of rows whose vectors are there.</summary>
    public long RowsWritten { get; private set; }

    /// <summary>Adds the vectors of the next row.</summary>
    /// <exception cref="NotSupportedException">A value does not fit half precision.</exception>
    public void Append(float[] vectors)
    {
        if (_half)
            _writer.Append<Half>(Array.ConvertAll(vectors, Narrow));
        else
            _writer.Append<float>(vectors);
        RowsWritten++;
    }

    /// <summary>Gives the file its name.</summary>
    public void Complete() => _writer.Complete();

    public void Dispose() => _writer.Dispose();

    private static Half Narrow(float value)
    {
        var narrow = (Half)value;
        return Half.IsFinite(narrow) || !float.IsFinite(value)
            ? narrow
            : throw new NotSupportedException($"A head vector has the value {value}, which half precision cannot hold; leave out --half.");
    }

    // [layers, heads, size] where all layers are alike, else [floats]
    private static IEnumerable<long> RowShape(HeadLayout layout)
    {
        var size = layout[0].Size;
        var headCounts = layout.CountBy(head => head.Layer).Select(layer => layer.Value).ToArray();
        return headCounts.All(count => count == headCounts[0]) && layout.All(head => head.Size == size)
            ? [headCounts.Length, headCounts[0], size]
            : [layout.VectorLength];
    }
}
