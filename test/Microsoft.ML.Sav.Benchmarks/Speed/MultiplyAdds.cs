using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Benchmarks.Peers;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Graphs;
using Microsoft.ML.Sav.Lmm.Graphs.Onnx;

namespace Microsoft.ML.Sav.Benchmarks.Speed;

/// <summary>
/// Counts the multiply-adds of the embedded LMM's graphs for one row, by running them with the outputs of all products and convolutions
/// made visible.
/// </summary>
internal sealed class MultiplyAdds(string lmm, int tokens)
{
    private readonly string _folder = Path.Combine(lmm, "onnx");

    /// <summary>Of the vision encoder.</summary>
    public long OfVisionEncoder()
    {
        using var pixels = OrtValue.CreateTensorValueFromMemory(new float[3 * PhotoPixels.Size * PhotoPixels.Size], [1, 3, PhotoPixels.Size, PhotoPixels.Size]);
        return Count(ModelFile.Read(Path.Combine(_folder, "vision_encoder.onnx")), session => new() { [session.InputNames[0]] = pixels });
    }

    /// <summary>Of the decoder as it was exported.</summary>
    public long OfDecoder() => CountDecoder(ModelFile.Read(DecoderFile));

    /// <summary>Of the decoder cut down to some heads.</summary>
    public long OfDecoder(HeadLayout heads) => CountDecoder(ModelProto.Parser.ParseFrom(DecoderGraph.Load(DecoderFile).Tap(heads).Bytes));

    private string DecoderFile => Path.Combine(_folder, "decoder_model_merged.onnx");

    private long CountDecoder(ModelProto model)
    {
        var inputs = new List<IDisposable>();
        try
        {
            return Count(model, session =>
            {
                var size = session.InputMetadata["inputs_embeds"].Dimensions[2];
                var embeddings = OrtValue.CreateTensorValueFromMemory(new float[tokens * size], [1, tokens, size]);
                var decoderInputs = new DecoderInputs(session, embeddings, tokens);
                inputs.AddRange([embeddings, decoderInputs]);
                return new(decoderInputs.Values);
            });
        }
        finally
        {
            inputs.ForEach(input => input.Dispose());
        }
    }

    private long Count(ModelProto model, Func<InferenceSession, Dictionary<string, OrtValue>> inputs)
    {
        var index = new GraphIndex(model.Graph);
        var products = model.Graph.Node.Where(node => node.OpType is "Conv" or "Gemm" or "MatMul" or "MatMulNBits" or "GroupQueryAttention").ToList();
        model.Graph.Output.Clear();
        model.Graph.Output.Add(products.Select(node => new ValueInfoProto { Name = node.Output[0] }));

        using var options = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", _folder);
        using var session = new InferenceSession(model.ToByteArray(), options);
        using var outputs = session.Run(new RunOptions(), inputs(session), session.OutputNames);
        return products.Zip(outputs, (node, output) => Count(node, output.GetTensorTypeAndShape(), index)).Sum();
    }

    private static long Count(NodeProto node, OrtTensorTypeAndShapeInfo output, GraphIndex index) => output.ElementCount * node.OpType switch
    {
        "MatMulNBits" => node.Find("K")!.I,
        // with queries and keys, and with weights and values; half of each is masked
        "GroupQueryAttention" => output.Shape[1] + 1,
        "Conv" => WeightCount(node, index) / index.ConstantShape(node.Input[1])![0],
        _ => WeightCount(node, index) / output.Shape[^1],
    };

    private static long WeightCount(NodeProto node, GraphIndex index) => index.ConstantShape(node.Input[1])!.Aggregate(1L, (product, dimension) => product * dimension);
}
