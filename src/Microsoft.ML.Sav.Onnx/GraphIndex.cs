using System.Buffers.Binary;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx;

/// <summary>Answers who makes a tensor, who reads it, and whether it is constant. Relies on topological order.</summary>
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

    /// <summary>The node that makes a tensor, or null for the graph's inputs and initializers.</summary>
    public NodeProto? Producer(string tensor) => _producers.GetValueOrDefault(tensor);

    /// <summary>The nodes that read a tensor.</summary>
    public IReadOnlyList<NodeProto> Consumers(string tensor) => _consumers.GetValueOrDefault(tensor) ?? [];

    /// <summary>Whether the graph knows a tensor of that name.</summary>
    public bool Contains(string tensor) => _producers.ContainsKey(tensor) || Graph.Input.Any(input => input.Name == tensor);

    /// <summary>Whether a tensor depends on no input of the graph.</summary>
    public bool IsConstant(string tensor) => _constants.Contains(tensor);

    /// <summary>Dimensions of a constant, through the operators that exporters put between a weight and its use; null when unknown.</summary>
    public IReadOnlyList<long>? ConstantShape(string tensor)
    {
        if (_initializers.TryGetValue(tensor, out var initializer))
            return initializer.Dims;
        var node = Producer(tensor);
        return node?.OpType switch
        {
            "Constant" => node.Find("value")?.T?.Dims,
            "Identity" or "Cast" or "QuantizeLinear" or "DequantizeLinear" => ConstantShape(node.InputAt(0)),
            "Transpose" => Transpose(ConstantShape(node.InputAt(0)), node.Find("perm")?.Ints),
            _ => null,
        };
    }

    /// <summary>Value of a constant of one whole number; null when it is not one, or not known.</summary>
    public long? ConstantNumber(string tensor) => (_initializers.GetValueOrDefault(tensor) ?? Producer(tensor)?.Find("value")?.T) switch
    {
        { DataType: (int)TensorProto.Types.DataType.Int64, Int64Data: [var value] } => value,
        { DataType: (int)TensorProto.Types.DataType.Int64, RawData: { Length: sizeof(long) } bytes } => BinaryPrimitives.ReadInt64LittleEndian(bytes.Span),
        _ => null,
    };

    /// <summary>
    /// A tensor and all that lies before it, as far as <paramref name="follow"/>, asked for each producer, names inputs to go on with.
    /// </summary>
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

    private static IReadOnlyList<long>? Transpose(IReadOnlyList<long>? shape, IReadOnlyList<long>? permutation)
    {
        if (shape is null)
            return null;
        return permutation is { Count: > 0 } && permutation.All(axis => axis >= 0 && axis < shape.Count)
            ? [.. permutation.Select(axis => shape[(int)axis])]
            : [.. shape.Reverse()];
    }
}
