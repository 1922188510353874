using Google.Protobuf;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx;

/// <summary>A decoder that returns head vectors, and keys and values where they were asked for, ready for ONNX Runtime.</summary>
internal sealed record HeadGraph
{
    // they scale a tensor by its largest value, whichever row that is in
    private static readonly string[] MixingOperators = ["DynamicQuantizeLinear", "DynamicQuantizeMatMul"];

    private const long FloatAccuracyLevel = 1; // of MatMulNBits: 0 unset, 1 fp32, 2 fp16, 3 bf16, 4 int8

    /// <param name="model">The graph, whose first output is <see cref="HeadGraphFormat.HeadVectors"/>.</param>
    /// <param name="externalDataFolder">Folder of the external data.</param>
    /// <param name="layout">The heads in the output.</param>
    public HeadGraph(ModelProto model, string externalDataFolder, HeadLayout layout)
    {
        var initializers = model.Graph.Initializer.Select(tensor => tensor.Name).ToHashSet();
        Bytes = model.ToByteArray();
        ExternalDataFolder = externalDataFolder;
        ExternalDataFiles = [.. ModelFile.ExternalDataFiles(model.Graph, externalDataFolder)];
        Inputs = [.. model.Graph.Input.Select(input => input.Name).Where(name => !initializers.Contains(name))];
        Layout = layout;
        MixesRows = model.Graph.Node.Any(node => MixingOperators.Contains(node.OpType));
        AppendsToOneRow = AppendsTokensToOneRow(model.Graph);
        IsHalfPrecision = ComputesInHalfPrecision(model.Graph);
    }

    /// <summary>The ONNX model, without the weights that lie in external data.</summary>
    public byte[] Bytes { get; }

    /// <summary>Folder of the external data: <c>session.model_external_initializers_file_folder_path</c>.</summary>
    public string ExternalDataFolder { get; }

    /// <summary>The files of external data.</summary>
    public IReadOnlyList<string> ExternalDataFiles { get; }

    /// <summary>Names of the inputs that are left, <see cref="HeadGraphFormat.LastToken"/> included.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The heads in the output <see cref="HeadGraphFormat.HeadVectors"/>, in order.</summary>
    public HeadLayout Layout { get; }

    /// <summary>The keys and values that the graph takes and returns, in the order of its inputs; none where they were not asked for.</summary>
    public IReadOnlyList<LayerCache> Caches { get; init; } = [];

    /// <inheritdoc cref="AppendsTokensToOneRow"/>
    public bool AppendsToOneRow { get; }

    /// <summary>The same graph with activations in 32-bit floats: MatMulNBits multiplies in single precision.</summary>
    public HeadGraph WithFloatActivations()
    {
        var model = ModelProto.Parser.ParseFrom(Bytes);
        var levels = from node in model.Graph.Node
                     where node.OpType == "MatMulNBits"
                     from attribute in node.Attribute
                     where attribute.Name == "accuracy_level"
                     select attribute;
        foreach (var level in levels)
            level.I = FloatAccuracyLevel;
        return new HeadGraph(model, ExternalDataFolder, Layout) { Caches = Caches };
    }

    /// <summary>Whether a row's vectors depend on the other rows of a batch, as in decoders quantised to 8 bits as they run.</summary>
    public bool MixesRows { get; }

    /// <inheritdoc cref="ComputesInHalfPrecision"/>
    public bool IsHalfPrecision { get; }

    /// <summary>Whether several tokens can be appended to the caches of one row only, which GroupQueryAttention insists on.</summary>
    public static bool AppendsTokensToOneRow(GraphProto graph) => graph.Node.Any(node => node.OpType == "GroupQueryAttention");

    /// <summary>Whether it computes in fp16, so that tensors between operators are rounded to 11 bits; not where weights are only stored so.</summary>
    public static bool ComputesInHalfPrecision(GraphProto graph)
    {
        var halves = graph.Initializer.Where(tensor => tensor.DataType == (int)TensorProto.Types.DataType.Float16).Select(tensor => tensor.Name).ToHashSet();
        return graph.Node.Any(node => node.OpType != "Cast" && node.Reads().Any(halves.Contains));
    }
}
