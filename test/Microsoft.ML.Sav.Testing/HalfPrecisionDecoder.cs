using Microsoft.ML.Sav.Onnx;
using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Testing;

/// <summary>Builds a small fp16 decoder with GroupQueryAttention and random weights, as onnxruntime-genai's builder writes them.</summary>
internal sealed class HalfPrecisionDecoder
{
    public const int HeadSize = 16;
    private const int Layers = 4;
    private const int Heads = 6;
    private const int KeyValueHeads = 2;
    private const int Hidden = 96;
    private const int Vocabulary = 64;

    private readonly GraphProto _graph = new() { Name = "decoder" };
    private readonly Random _random = new(1);

    private HalfPrecisionDecoder()
    {
    }

    public static DecoderHints Hints { get; } = new() { LayerCount = Layers, HeadCounts = [Heads], KeyValueHeadCounts = [KeyValueHeads], HeadSize = HeadSize };

    public static ModelProto Create() => new HalfPrecisionDecoder().Build();

    public static Prefill Prompt(int tokens)
    {
        long[] positions = [.. Enumerable.Range(0, tokens)];
        return new Prefill(Array.ConvertAll(positions, position => position * 7 % Vocabulary), null, [positions]);
    }

    private ModelProto Build()
    {
        _graph.Input.Add(ValueInfoProto.Create("input_ids", DataType.Int64, "batch", "tokens"));
        _graph.Input.Add(ValueInfoProto.Create("attention_mask", DataType.Int64, "batch", "total"));
        _graph.Initializer.Add(TensorProto.Int64("one", 1));
        Add("ReduceSum", "length", ["attention_mask", "one"], ("keepdims", 1));
        Add("Cast", "last", [Add("Sub", "last64", ["length", "one"])], ("to", (long)DataType.Int32));
        Add("Cast", "total", [Add("Gather", "total64", [Add("Shape", "mask_shape", ["attention_mask"]), "one"])], ("to", (long)DataType.Int32));
        var x = Add("Gather", "embedded", [Weight("embeddings", Vocabulary, Hidden), "input_ids"]);
        for (var layer = 0; layer < Layers; layer++)
            x = AddLayer(layer, x);
        _graph.Output.Insert(0, ValueInfoProto.Create(Add("MatMul", "logits", [x, Weight("head", Hidden, Vocabulary)]), DataType.Float16, "batch", "tokens", Vocabulary));
        return new ModelProto
        {
            IrVersion = 7,
            Graph = _graph,
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 14 }, new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 } },
        };
    }

    private string AddLayer(int layer, string x)
    {
        List<string> inputs = [];
        foreach (var (name, heads) in new[] { ("q", Heads), ("k", KeyValueHeads), ("v", KeyValueHeads) })
            inputs.Add(Add("MatMul", $"{layer}/{name}", [x, Weight($"{layer}/{name}_weight", Hidden, heads * HeadSize)]));
        var attention = NodeProto.Create("GroupQueryAttention", $"{layer}/attention", [], ("num_heads", Heads), ("kv_num_heads", KeyValueHeads));
        attention.Domain = "com.microsoft";
        foreach (var name in new[] { "key", "value" })
        {
            inputs.Add($"past_key_values.{layer}.{name}");
            attention.Output.Add($"present.{layer}.{name}");
            _graph.Input.Add(ValueInfoProto.Create(inputs[^1], DataType.Float16, "batch", KeyValueHeads, "past", HeadSize));
            _graph.Output.Add(ValueInfoProto.Create(attention.Output[^1], DataType.Float16, "batch", KeyValueHeads, "total", HeadSize));
        }
        attention.Input.AddRange([.. inputs, "last", "total"]);
        _graph.Node.Add(attention);
        return Add("Add", $"{layer}/sum", [x, Add("MatMul", $"{layer}/o", [attention.Output[0], Weight($"{layer}/o_weight", Heads * HeadSize, Hidden)])]);
    }

    private string Add(string opType, string name, IEnumerable<string> inputs, params (string, long)[] attributes)
    {
        _graph.Node.Add(NodeProto.Create(opType, name, inputs, attributes));
        return name;
    }

    private string Weight(string name, int rows, int columns)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)DataType.Float16, Dims = { rows, columns } };
        // fp16 values as bits in int32_data
        tensor.Int32Data.AddRange(Enumerable.Range(0, rows * columns).Select(_ => (int)BitConverter.HalfToUInt16Bits((Half)((_random.NextSingle() - 0.5f) / 5))));
        _graph.Initializer.Add(tensor);
        return name;
    }
}
