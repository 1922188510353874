using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Sav.Onnx;
using Microsoft.ML.Sav.Onnx.HeadGraphs;
using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Testing;

/// <summary>Builds small decoders in forms that exporters write, and runs them. <c>inputs_embeds</c> is [batch, tokens, 8].</summary>
internal sealed class SyntheticDecoder
{
    public const int Hidden = 8;
    private const int Batch = 2;
    private const int Tokens = 3;
    private readonly Random _random = new(1);
    private int _names;

    public SyntheticDecoder(int operatorSet = 17)
    {
        Model = new ModelProto
        {
            IrVersion = 8,
            Graph = new GraphProto { Name = "decoder" },
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = operatorSet }, new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 } },
        };
        Graph = Model.Graph;
        Graph.Input.Add(ValueInfoProto.Create(Embeds, DataType.Float, "batch", "tokens", Hidden));
    }

    public static string Embeds => "inputs_embeds";

    public ModelProto Model { get; }

    /// <summary>The graph that new nodes go to.</summary>
    public GraphProto Graph { get; set; }

    public string Add(string opType, IEnumerable<string> inputs, params (string, long)[] attributes) => AddNode(opType, inputs, 1, attributes).Output[0];

    public NodeProto AddNode(string opType, IEnumerable<string> inputs, int outputs, params (string, long)[] attributes)
    {
        var node = NodeProto.Create(opType, $"t{_names++}", inputs, attributes);
        node.Output.AddRange(Enumerable.Range(1, outputs - 1).Select(_ => $"t{_names++}"));
        Graph.Node.Add(node);
        return node;
    }

    public string Transpose(string tensor, params long[] permutation)
    {
        var node = AddNode("Transpose", [tensor], 1);
        node.Attribute.Add(new AttributeProto { Name = "perm", Type = AttributeProto.Types.AttributeType.Ints, Ints = { permutation } });
        return node.Output[0];
    }

    public string Reshape(string tensor, params long[] shape) => Add("Reshape", [tensor, Int64(shape)]);

    public string Int64(params long[] values)
    {
        Model.Graph.Initializer.Add(TensorProto.Int64($"c{_names++}", values));
        return Model.Graph.Initializer[^1].Name;
    }

    /// <summary>A constant of random floats, or of random bytes for <see cref="DataType.Uint8"/>.</summary>
    public string Weight(DataType type, params long[] dimensions)
    {
        var count = (int)dimensions.Aggregate(1L, (product, dimension) => product * dimension);
        var tensor = new TensorProto { Name = $"w{_names++}", DataType = (int)type, Dims = { dimensions } };
        if (type == DataType.Float)
            tensor.FloatData.AddRange(Enumerable.Range(0, count).Select(_ => _random.NextSingle() - 0.4f));
        else
            tensor.RawData = ByteString.CopyFrom([.. Enumerable.Range(0, count).Select(_ => (byte)_random.Next(1, 255))]);
        Model.Graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    public string Weight(params long[] dimensions) => Weight(DataType.Float, dimensions);

    public void Output(string name, string tensor, params object[] dimensions)
    {
        Graph.Node.Add(NodeProto.Create("Identity", name, [tensor]));
        Graph.Output.Add(ValueInfoProto.Create(name, DataType.Float, dimensions));
    }

    public DecoderGraph Load(DecoderHints? hints = null)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        File.WriteAllBytes(path, Model.ToByteArray());
        try
        {
            return DecoderGraph.Load(path, hints);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Head vectors [batch][width] of the tapped decoder at the given last tokens.</summary>
    public static float[][] Run(HeadGraph graph, params long[] lastTokens) => Run(GraphOptimizationLevel.ORT_DISABLE_ALL, graph, lastTokens);

    /// <inheritdoc cref="Run(HeadGraph, long[])"/>
    public static float[][] Run(GraphOptimizationLevel level, HeadGraph graph, params long[] lastTokens)
    {
        var lastToken = NamedOnnxValue.CreateFromTensor(HeadGraphFormat.LastToken, new DenseTensor<long>(lastTokens, [Batch]));
        return [.. Run(graph.Bytes, HeadGraphFormat.HeadVectors, [lastToken], level).Chunk(graph.Layout.VectorLength)];
    }

    /// <summary>The same from the untouched model, which must have the tensors as [batch, tokens, width] in memory.</summary>
    public float[][] RunWhole(IEnumerable<LayerTap> taps, params long[] lastTokens)
    {
        var model = Model.Clone();
        model.Graph.Output.Clear();
        var rows = Array.ConvertAll(lastTokens, _ => new List<float>());
        foreach (var tap in taps)
        {
            model.Graph.Output.Clear();
            model.Graph.Output.Add(new ValueInfoProto { Name = tap.Tensor });
            var tokens = Run(model.ToByteArray(), tap.Tensor, []).Chunk(tap.Width).ToArray();
            foreach (var (row, last) in lastTokens.Index())
                rows[row].AddRange(tokens[row * Tokens + (int)last]);
        }
        return Array.ConvertAll(rows, row => row.ToArray());
    }

    private static float[] Run(byte[] model, string output, List<NamedOnnxValue> inputs, GraphOptimizationLevel level = GraphOptimizationLevel.ORT_DISABLE_ALL)
    {
        using var options = new SessionOptions { GraphOptimizationLevel = level, IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(model, options);
        var random = new Random(2);
        float[] embeds = [.. Enumerable.Range(0, Batch * Tokens * Hidden).Select(_ => random.NextSingle() - 0.5f)];
        inputs.Add(NamedOnnxValue.CreateFromTensor(Embeds, new DenseTensor<float>(embeds, [Batch, Tokens, Hidden])));
        if (session.InputMetadata.ContainsKey("use_cache_branch"))
            inputs.Add(NamedOnnxValue.CreateFromTensor("use_cache_branch", new DenseTensor<bool>(new[] { false }, [1])));
        using var run = session.Run(inputs, [output]);
        return run[0].AsTensor<float>().ToArray();
    }
}
