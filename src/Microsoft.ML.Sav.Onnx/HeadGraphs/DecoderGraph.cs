using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Graphs;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;
using Microsoft.ML.Sav.Onnx.Taps;

namespace Microsoft.ML.Sav.Onnx.HeadGraphs;

/// <summary>A decoder as an exporter wrote it, in which the head vectors are found by the graph's structure.</summary>
internal sealed class DecoderGraph : IHeadGraphSource
{
    private const int MinOperatorSet = 12; // GatherND with batch_dims
    private readonly ModelProto _model;
    private readonly string _folder;

    private DecoderGraph(ModelProto model, string folder, IReadOnlyList<LayerTap> taps, IReadOnlyList<int> layersWithoutHeads)
    {
        _model = model;
        _folder = folder;
        Taps = taps;
        LayersWithoutHeads = layersWithoutHeads;
        Layout = new HeadLayout(from tap in taps from head in Enumerable.Range(0, tap.HeadCount) select new Head(tap.Layer, head, tap.HeadSize));
    }

    /// <inheritdoc/>
    public IReadOnlyList<LayerTap> Taps { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int> LayersWithoutHeads { get; }

    /// <inheritdoc/>
    public HeadLayout Layout { get; }

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

    /// <summary>Finds the head vectors of a decoder, whose functions and branches are inlined in place.</summary>
    /// <inheritdoc cref="Load" path="/exception"/>
    public static DecoderGraph Create(ModelProto model, string path, DecoderHints hints)
    {
        if (model.OpsetImport.FirstOrDefault(import => import.Domain is "" or "ai.onnx") is { Version: < MinOperatorSet and var version })
            throw new OnnxModelException($"'{path}' uses version {version} of the ONNX operator set; version {MinOperatorSet} or later is required.");
        Normalize(model, path);
        if (hints.LayerCount > model.Graph.Node.Count)
            throw new OnnxModelException($"The configuration of '{path}' states {hints.LayerCount} layers (num_hidden_layers), more than the {model.Graph.Node.Count} nodes of the graph.");

        var taps = new LayerTapFinder(new GraphIndex(model.Graph), hints, path).Find();
        var length = taps.Sum(tap => (long)tap.Width);
        if (length > ModelLimits.MaxVectorLength)
            throw new OnnxModelException($"'{path}' has {length} floats in the head vectors of one row, more than the limit of {ModelLimits.MaxVectorLength}.");
        var layersWithoutHeads = Enumerable.Range(0, hints.LayerCount ?? 0)
            .Union(LayerOutputs.FindStates(model.Graph))
            .Except(taps.Select(tap => tap.Layer))
            .Order();
        return new DecoderGraph(model, Path.GetDirectoryName(Path.GetFullPath(path))!, taps, [.. layersWithoutHeads]);
    }

    /// <inheritdoc/>
    public HeadGraph Tap(HeadLayout? heads = null, bool withCaches = false, bool lastTokenAttention = true)
    {
        heads ??= Layout;
        if (heads.Heads.Except(Layout.Heads).ToList() is { Count: > 0 } unknown)
            throw new ArgumentException($"The decoder has no heads {string.Join(", ", unknown)} of that size.", nameof(heads));

        // rewrites that only save time are dropped if their result is not valid
        var model = lastTokenAttention ? CreateTapped(heads, lastTokenAttention: true) : null;
        var usesLastTokenAttention = model is not null;
        model ??= CreateTapped(heads, lastTokenAttention: false)!;
        IReadOnlyList<LayerCache> caches = [];
        if (withCaches)
        {
            var cached = model.Clone();
            caches = CacheOutputs.Add(cached.Graph);
            if (caches.Count > 0 && GraphValidator.FindProblem(cached.Graph) is null)
                model = cached;
            else
                caches = [];
        }
        CacheDimensions.Free(model.Graph);
        ExternalData.Check(model.Graph, _folder);
        model.MetadataProps.Add(new StringStringEntryProto { Key = HeadGraphFormat.LayoutKey, Value = HeadGraphFormat.FormatLayout(heads) });
        return new HeadGraph(model, _folder, heads) { Caches = caches, UsesLastTokenAttention = usesLastTokenAttention };
    }

    private static void Normalize(ModelProto model, string path)
    {
        try
        {
            FunctionInliner.Inline(model);
            BranchInliner.Inline(model.Graph);
            TopologicalOrder.Restore(model.Graph);
        }
        catch (OnnxModelException exception)
        {
            throw new OnnxModelException($"'{path}': {exception.Message}", exception);
        }
    }

    // null if attention for the last token only is asked for, but does not apply or is not valid
    private ModelProto? CreateTapped(HeadLayout heads, bool lastTokenAttention)
    {
        var model = _model.Clone();
        var layers = heads.Heads.Select(head => head.Layer).ToHashSet();
        var isUsed = new HeadOutput(model.Graph).Add([.. Taps.Where(tap => layers.Contains(tap.Layer))], heads, lastTokenAttention);
        GraphPruner.Prune(model.Graph);
        return !lastTokenAttention || (isUsed && GraphValidator.FindProblem(model.Graph) is null) ? model : null;
    }
}
