using System.Buffers.Binary;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Graphs;

/// <summary>Looks up which nodes write and read a tensor, and which tensors are constant. The graph must be in topological order.</summary>
internal sealed class GraphIndex
{
    private readonly Dictionary<string, NodeProto> _producers = [];
    private readonly Dictionary<string, List<NodeProto>> _consumers = [];
    private readonly Dictionary<string, TensorProto> _initializers = [];
    private readonly HashSet<string> _constants;

    public GraphIndex(GraphProto graph)
    {
        Graph = graph;
        foreach (var tensor in graph.Initializer)
            _initializers[tensor.Name] = tensor;
        _constants = [.. _initializers.Keys];
        foreach (var node in graph.Node)
        {
            var constant = true;
            foreach (var name in node.Reads())
            {
                constant &= _constants.Contains(name);
                if (!_consumers.TryGetValue(name, out var consumers))
                    _consumers.Add(name, consumers = []);
                consumers.Add(node);
            }
            foreach (var name in node.Output.Where(name => name.Length > 0))
            {
                _producers[name] = node;
                if (constant)
                    _constants.Add(name);
            }
        }
    }

    public GraphProto Graph { get; }

    /// <summary>The node that computes a tensor; null for inputs and initializers of the graph.</summary>
    public NodeProto? Producer(string tensor) => _producers.GetValueOrDefault(tensor);

    /// <summary>The nodes that read a tensor.</summary>
    public IReadOnlyList<NodeProto> Consumers(string tensor) => _consumers.GetValueOrDefault(tensor) ?? [];

    /// <summary>Whether the graph computes or takes a tensor of that name.</summary>
    public bool Contains(string tensor) => _producers.ContainsKey(tensor) || Graph.Input.Any(input => input.Name == tensor);

    /// <summary>Whether a tensor depends on no input of the graph.</summary>
    public bool IsConstant(string tensor) => _constants.Contains(tensor);

    /// <summary>Dimensions of a constant, through the operators that exporters put between a weight and its use; null if unknown.</summary>
    public IReadOnlyList<long>? ConstantShape(string tensor)
    {
        var transposes = new Stack<NodeProto>();
        var name = tensor;
        while (Producer(name) is { OpType: "Identity" or "Cast" or "QuantizeLinear" or "DequantizeLinear" or "Transpose" } node)
        {
            if (node.OpType == "Transpose")
                transposes.Push(node);
            name = node.InputAt(0);
        }
        var shape = _initializers.GetValueOrDefault(name)?.Dims ?? ConstantValue(name)?.Dims;
        return transposes.Aggregate((IReadOnlyList<long>?)shape, (dimensions, node) => Transpose(dimensions, node.Find("perm")?.Ints));
    }

    /// <summary>Value of a constant with exactly one integer; null for any other tensor.</summary>
    public long? ConstantInteger(string tensor) => (_initializers.GetValueOrDefault(tensor) ?? ConstantValue(tensor)) switch
    {
        { DataType: (int)TensorProto.Types.DataType.Int64, Int64Data: [var value] } => value,
        { DataType: (int)TensorProto.Types.DataType.Int64, RawData: { Length: sizeof(long) } bytes } => BinaryPrimitives.ReadInt64LittleEndian(bytes.Span),
        _ => null,
    };

    /// <summary>A tensor and its ancestors, along the inputs that <paramref name="follow"/> returns for each producer.</summary>
    public IEnumerable<string> Upstream(string tensor, Func<NodeProto, IEnumerable<string>> follow)
    {
        var seen = new HashSet<string> { tensor };
        var queue = new Queue<string>(seen);
        while (queue.TryDequeue(out var current))
        {
            yield return current;
            foreach (var input in Producer(current) is { } node ? follow(node) : [])
            {
                if (seen.Add(input))
                    queue.Enqueue(input);
            }
        }
    }

    private TensorProto? ConstantValue(string tensor) => Producer(tensor) is { OpType: "Constant" } node ? node.Find("value")?.T : null;

    private static IReadOnlyList<long>? Transpose(IReadOnlyList<long>? shape, IReadOnlyList<long>? permutation)
    {
        if (shape is null)
            return null;
        return permutation is { Count: > 0 } && permutation.All(axis => axis >= 0 && axis < shape.Count)
            ? [.. permutation.Select(axis => shape[(int)axis])]
            : [.. shape.Reverse()];
    }
}
