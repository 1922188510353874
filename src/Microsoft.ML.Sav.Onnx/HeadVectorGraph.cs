using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx;

/// <summary>A graph that returns head vectors as it is; see <see cref="HeadGraphFormat"/>.</summary>
internal sealed class HeadVectorGraph : IHeadGraphSource
{
    private const string All = "head_vectors/whole";
    private const string Elements = "head_vectors/kept";
    private readonly ModelProto _model;
    private readonly string _folder;

    /// <exception cref="InvalidDataException">The graph has no output with head vectors.</exception>
    public HeadVectorGraph(ModelProto model, string path, HeadLayout layout)
    {
        if (model.Graph.Output.All(output => output.Name != HeadGraphFormat.HeadVectors))
            throw new InvalidDataException($"'{path}': its metadata describe head vectors, but it has no output '{HeadGraphFormat.HeadVectors}'.");
        _model = model;
        _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Layout = layout;
    }

    /// <inheritdoc/>
    public HeadLayout Layout { get; }

    /// <inheritdoc/>
    public IReadOnlyList<HeadTap> Taps =>
        [.. Layout.GroupBy(head => head.Layer).Select(layer => new HeadTap(layer.Key, HeadGraphFormat.HeadVectors, layer.Count(), layer.First().Size))];

    /// <inheritdoc/>
    public IReadOnlyList<int> LayersWithoutHeads => [];

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Inputs => [.. _model.Graph.Input.Select(input => input.Name)];

    /// <inheritdoc/>
    public IEnumerable<string> ExternalDataFiles => ModelFile.ExternalDataFiles(_model.Graph, _folder);

    /// <inheritdoc/>
    public HeadGraph Tap(HeadLayout? keep = null, bool withCaches = false)
    {
        keep ??= Layout;
        int[] positions = [.. keep.Select(Layout.FindPosition)];
        if (positions.Contains(-1))
            throw new ArgumentException($"The decoder has no heads {string.Join(", ", keep.Except(Layout))} of that size.", nameof(keep));

        var model = _model.Clone();
        var output = model.Graph.Output.First(candidate => candidate.Name == HeadGraphFormat.HeadVectors);
        if (!keep.Equals(Layout))
            Gather(model.Graph, positions);
        model.Graph.Output.Clear();
        model.Graph.Output.Add(keep.Equals(Layout) ? output : ValueInfoProto.Create(HeadGraphFormat.HeadVectors, DataType.Float, "batch", keep.VectorLength));
        ModelFile.RequireExternalData(model.Graph, _folder);
        return new HeadGraph(model, _folder, keep);
    }

    private void Gather(GraphProto graph, int[] positions)
    {
        var producer = graph.Node.First(node => node.Output.Contains(HeadGraphFormat.HeadVectors));
        producer.Output[producer.Output.IndexOf(HeadGraphFormat.HeadVectors)] = All;
        var elements = positions.SelectMany(position => Enumerable.Range(Layout.GetOffset(position), Layout[position].Size)).Select(element => (long)element);
        graph.Initializer.Add(TensorProto.Int64(Elements, [.. elements]));
        var gather = NodeProto.Create("Gather", HeadGraphFormat.HeadVectors, [All, Elements], ("axis", 1));
        gather.Name = Elements; // the node that made the whole may bear the output's name
        graph.Node.Add(gather);
    }
}
