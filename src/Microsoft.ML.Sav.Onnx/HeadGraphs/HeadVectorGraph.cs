using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.HeadGraphs;

/// <summary>A graph that returns head vectors itself; see <see cref="HeadGraphFormat"/>.</summary>
internal sealed class HeadVectorGraph : IHeadGraphSource
{
    private const string All = "head_vectors/whole";
    private const string Elements = "head_vectors/elements";
    private readonly ModelProto _model;
    private readonly string _folder;

    /// <exception cref="OnnxModelException">The graph has no output with head vectors, or its length is not that of the layout.</exception>
    public HeadVectorGraph(ModelProto model, string path, FeatureLayout layout)
    {
        var output = model.Graph.Output.FirstOrDefault(output => output.Name == HeadGraphFormat.HeadVectors)
            ?? throw new OnnxModelException($"The metadata of '{path}' describe head vectors, but the graph has no output '{HeadGraphFormat.HeadVectors}'.");
        if (output.LastDimension is { } length && length != layout.VectorLength)
        {
            throw new OnnxModelException(
                $"The metadata of '{path}' describe head vectors of {layout.VectorLength} floats, but the output '{HeadGraphFormat.HeadVectors}' has {length}.");
        }
        _model = model;
        _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Layout = layout;
    }

    /// <inheritdoc/>
    public FeatureLayout Layout { get; }

    /// <inheritdoc/>
    public FeatureLayout Features => Layout;

    /// <inheritdoc/>
    public IReadOnlyList<LayerTap> Taps =>
        [.. Layout.GroupBy(head => head.Layer).Select(layer => new LayerTap(layer.Key, HeadGraphFormat.HeadVectors, layer.Count(), layer.First().Size))];

    /// <inheritdoc/>
    public IReadOnlyList<int> LayersWithoutHeads => [];

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Inputs => [.. _model.Graph.Input.Select(input => input.Name)];

    /// <inheritdoc/>
    public IEnumerable<string> ExternalDataFiles => _model.Graph.ExternalDataFiles(_folder);

    /// <inheritdoc/>
    public HeadGraph Tap(FeatureLayout? heads = null, bool withCaches = false, bool lastTokenAttention = true)
    {
        heads ??= Layout;
        int[] positions = [.. heads.Select(Layout.FindPosition)];
        if (positions.Contains(-1))
            throw new ArgumentException($"The decoder has no heads {string.Join(", ", heads.Except(Layout))} of that size.", nameof(heads));

        var model = _model.Clone();
        var output = model.Graph.Output.First(candidate => candidate.Name == HeadGraphFormat.HeadVectors);
        if (!heads.Equals(Layout))
            Gather(model.Graph, positions);
        model.Graph.Output.Clear();
        model.Graph.Output.Add(heads.Equals(Layout) ? output : ValueInfoProto.Create(HeadGraphFormat.HeadVectors, DataType.Float, "batch", heads.VectorLength));
        ExternalData.Check(model.Graph, _folder);
        return new HeadGraph(model, _folder, heads);
    }

    /// <inheritdoc/>
    public HeadGraph TapTokens(FeatureLayout heads) => throw new OnnxModelException(
        "The decoder returns head vectors itself, not what they are sums of. Use an export of the decoder without head vectors.");

    private void Gather(GraphProto graph, int[] positions)
    {
        var producer = graph.Node.FirstOrDefault(node => node.Output.Contains(HeadGraphFormat.HeadVectors))
            ?? throw new OnnxModelException($"No node computes the output '{HeadGraphFormat.HeadVectors}'.");
        producer.Output[producer.Output.IndexOf(HeadGraphFormat.HeadVectors)] = All;
        var elements = positions.SelectMany(position => Enumerable.Range(Layout.GetOffset(position), Layout[position].Size)).Select(element => (long)element);
        graph.Initializer.Add(TensorProto.Int64(Elements, [.. elements]));
        var gather = NodeProto.Create("Gather", HeadGraphFormat.HeadVectors, [All, Elements], ("axis", 1));
        gather.Name = Elements; // the producer may be named after the output
        graph.Node.Add(gather);
    }
}
