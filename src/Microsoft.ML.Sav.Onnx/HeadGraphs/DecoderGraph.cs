using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;
using Microsoft.ML.Sav.Onnx.Taps;

namespace Microsoft.ML.Sav.Onnx.HeadGraphs;

/// <summary>A decoder as an exporter wrote it, in which the head vectors are found by the graph's structure.</summary>
internal sealed class DecoderGraph : IHeadGraphSource
{
    private readonly ModelProto _model;
    private readonly string _folder;
    private readonly string _path;
    private readonly DecoderLayers _layers;

    private DecoderGraph(ModelProto model, string path, DecoderLayers layers)
    {
        _model = model;
        _path = path;
        _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        _layers = layers;
        Layout = new FeatureLayout(from tap in layers.Taps from head in Enumerable.Range(0, tap.HeadCount) select new Feature(tap.Layer, head, tap.HeadSize));
        Features = new FeatureLayout([.. Layout, .. Layout.Select(head => head with { Kind = FeatureKind.TokenMean })]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<LayerTap> Taps => _layers.Taps;

    /// <inheritdoc/>
    public IReadOnlyList<int> LayersWithoutHeads => _layers.WithoutHeads;

    /// <inheritdoc/>
    public FeatureLayout Layout { get; }

    /// <inheritdoc/>
    public FeatureLayout Features { get; }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Inputs => [.. _model.Graph.Input.Select(input => input.Name)];

    /// <inheritdoc/>
    public IEnumerable<string> ExternalDataFiles => _model.Graph.ExternalDataFiles(_folder);

    /// <summary>Reads a decoder and finds its head vectors. External data are not read.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="OnnxModelException">
    /// The file is not an ONNX model, its operator set is too old, or the head vectors of a layer cannot be found.
    /// </exception>
    public static DecoderGraph Load(string path, DecoderHints? hints = null) => Create(OnnxModelReader.Read(path), path, hints ?? new DecoderHints());

    /// <summary>Finds the head vectors of a decoder, which is normalized in place.</summary>
    /// <inheritdoc cref="Load" path="/exception"/>
    public static DecoderGraph Create(ModelProto model, string path, DecoderHints hints)
    {
        DecoderNormalizer.Normalize(model, path);
        return new DecoderGraph(model, path, DecoderLayers.Find(model.Graph, hints, path));
    }

    /// <inheritdoc/>
    public HeadGraph Tap(FeatureLayout? heads = null, bool withCaches = false, bool lastTokenAttention = true)
    {
        heads ??= Layout;
        var tapped = TappedModel.Create(_model, FindTaps(heads), heads, withCaches, lastTokenAttention);
        ExternalData.Check(tapped.Model.Graph, _folder);
        if (heads.All(head => head.Kind == FeatureKind.LastToken))
            tapped.Model.MetadataProps.Add(new StringStringEntryProto { Key = HeadGraphFormat.LayoutKey, Value = HeadGraphFormat.FormatLayout(heads) });
        return new HeadGraph(tapped.Model, _folder, heads) { Caches = tapped.Caches, UsesLastTokenAttention = tapped.UsesLastTokenAttention };
    }

    /// <inheritdoc/>
    public HeadGraph TapTokens(FeatureLayout heads)
    {
        var (tapped, tokens) = TappedModel.CreateWithTokens(_model, FindTaps(heads), heads, _path);
        ExternalData.Check(tapped.Model.Graph, _folder);
        return new HeadGraph(tapped.Model, _folder, heads) { Tokens = tokens };
    }

    private List<LayerTap> FindTaps(FeatureLayout heads)
    {
        if (heads.Except(Features).ToList() is { Count: > 0 } unknown)
            throw new ArgumentException($"The decoder has no heads {string.Join(", ", unknown)} of that size.", nameof(heads));
        var layers = heads.Select(head => head.Layer).ToHashSet();
        return [.. Taps.Where(tap => layers.Contains(tap.Layer))];
    }
}
