using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;
using Microsoft.ML.Sav.Onnx.Taps;

namespace Microsoft.ML.Sav.Onnx;

/// <summary>A decoder as it was exported, with the tensors that hold its head vectors.</summary>
internal sealed class DecoderGraph : IHeadGraphSource
{
    private const int MinOperatorSet = 12; // GatherND with batch_dims
    private readonly ModelProto _model;
    private readonly string _folder;

    private DecoderGraph(ModelProto model, string folder, IReadOnlyList<HeadTap> taps, IReadOnlyList<int> layersWithoutHeads)
    {
        _model = model;
        _folder = folder;
        Taps = taps;
        LayersWithoutHeads = layersWithoutHeads;
        Layout = new HeadLayout(from tap in taps from head in Enumerable.Range(0, tap.Heads) select new Head(tap.Layer, head, tap.HeadSize));
    }

    /// <summary>The tensors with head vectors, one a layer, in the order of the layers.</summary>
    public IReadOnlyList<HeadTap> Taps { get; }

    /// <summary>Layers without attention (convolution, linear attention), which have no heads.</summary>
    public IReadOnlyList<int> LayersWithoutHeads { get; }

    /// <inheritdoc/>
    public HeadLayout Layout { get; }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Inputs => [.. _model.Graph.Input.Select(input => input.Name)];

    /// <inheritdoc/>
    public IEnumerable<string> ExternalDataFiles => ModelFile.ExternalDataFiles(_model.Graph, _folder);

    /// <summary>Reads a decoder and finds its head vectors. External weights are not read.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not an ONNX model, or a layer's head vectors cannot be found.</exception>
    /// <exception cref="NotSupportedException">The model uses an operator set that is too old.</exception>
    public static DecoderGraph Load(string path, DecoderHints? hints = null) => Create(ModelFile.Read(path), path, hints ?? new DecoderHints());

    /// <summary>Finds the head vectors of a decoder that was read, which is changed by it.</summary>
    /// <inheritdoc cref="Load" path="/exception"/>
    public static DecoderGraph Create(ModelProto model, string path, DecoderHints hints)
    {
        if (model.OpsetImport.FirstOrDefault(import => import.Domain is "" or "ai.onnx") is { Version: < MinOperatorSet and var version })
            throw new NotSupportedException($"'{path}' uses ONNX operator set {version}; at least {MinOperatorSet} is needed.");

        FunctionInliner.Inline(model);
        BranchInliner.Inline(model.Graph);
        TopologicalOrder.Restore(model.Graph);
        var taps = new HeadTapFinder(new GraphIndex(model.Graph), hints, path).Find();
        var layersWithoutHeads = Enumerable.Range(0, hints.LayerCount ?? 0)
            .Union(LayerOutputs.States(model.Graph))
            .Except(taps.Select(tap => tap.Layer))
            .Order();
        return new DecoderGraph(model, Path.GetDirectoryName(Path.GetFullPath(path))!, taps, [.. layersWithoutHeads]);
    }

    /// <inheritdoc/>
    public HeadGraph Tap(HeadLayout? keep = null, bool withCaches = false)
    {
        keep ??= Layout;
        if (keep.Except(Layout).ToList() is { Count: > 0 } unknown)
            throw new ArgumentException($"The decoder has no heads {string.Join(", ", unknown)} of that size.", nameof(keep));

        var model = _model.Clone();
        var layers = keep.Select(head => head.Layer).ToHashSet();
        new HeadOutput(model.Graph).Add([.. Taps.Where(tap => layers.Contains(tap.Layer))], keep);
        GraphPruner.Prune(model.Graph);
        var caches = withCaches ? CacheOutputs.Add(model.Graph) : [];
        ModelFile.RequireExternalData(model.Graph, _folder);
        model.MetadataProps.Add(new StringStringEntryProto { Key = HeadGraphFormat.LayoutKey, Value = HeadGraphFormat.FormatLayout(keep) });
        return new HeadGraph(model, _folder, keep) { Caches = caches };
    }
}
