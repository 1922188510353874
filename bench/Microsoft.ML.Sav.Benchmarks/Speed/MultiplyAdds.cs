using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Benchmarks.Peers;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Benchmarks.Speed;

/// <summary>
/// Counts the multiply-adds of one row in the embedded LMM's graphs, by running them with the outputs of all matrix multiplications and
/// convolutions as graph outputs.
/// </summary>
/// <param name="lmm">The LMM's folder.</param>
/// <param name="tokens">Number of tokens per row.</param>
internal sealed class MultiplyAdds(string lmm, int tokens)
{
    private static readonly string[] Counted = ["Conv", "Gemm", "MatMul", "MatMulNBits", "GroupQueryAttention"];

    /// <summary>Counts the multiply-adds of the vision encoder and a decoder.</summary>
    public long Count(ModelProto decoder) => CountVisionEncoder() + CountDecoder(decoder);

    private long CountVisionEncoder()
    {
        var model = EmbeddedGraphs.VisionEncoder(lmm);
        using var session = OpenWithProducts(model);
        using var pixels = PhotoPixels.ToTensor(new float[PhotoPixels.Count]);
        return Count(model, session, new Dictionary<string, OrtValue> { [session.InputNames[0]] = pixels });
    }

    private long CountDecoder(ModelProto model)
    {
        using var session = OpenWithProducts(model);
        var size = session.InputMetadata["inputs_embeds"].Dimensions[2];
        using var embeddings = OrtValue.CreateTensorValueFromMemory(new float[tokens * size], [1, tokens, size]);
        using var inputs = new DecoderInputs(session, embeddings, tokens);
        return Count(model, session, inputs.Values);
    }

    private InferenceSession OpenWithProducts(ModelProto model)
    {
        model.Graph.Output.Clear();
        model.Graph.Output.Add(Products(model).Select(node => new ValueInfoProto { Name = node.Output[0] }));
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", Path.Combine(lmm, "onnx"));
        return new InferenceSession(model.ToByteArray(), options);
    }

    private static long Count(ModelProto model, InferenceSession session, IReadOnlyDictionary<string, OrtValue> inputs)
    {
        using var runOptions = new RunOptions();
        using var outputs = session.Run(runOptions, inputs, session.OutputNames);
        return Products(model).Select((node, i) => Count(node, outputs[i].GetTensorTypeAndShape(), model.Graph)).Sum();
    }

    private static IEnumerable<NodeProto> Products(ModelProto model) => model.Graph.Node.Where(node => Counted.Contains(node.OpType));

    private static long Count(NodeProto node, OrtTensorTypeAndShapeInfo output, GraphProto graph) => output.ElementCount * node.OpType switch
    {
        "MatMulNBits" => node.Attribute.Single(attribute => attribute.Name == "K").I,
        // Queries with keys, and weights with values; half of each is masked.
        "GroupQueryAttention" => output.Shape[1] + 1,
        "Conv" => Weights(node.Input[1], graph).Skip(1).Aggregate((product, dimension) => product * dimension),
        _ => Weights(node.Input[1], graph).Aggregate((product, dimension) => product * dimension) / output.Shape[^1],
    };

    // Dimensions of a constant, which may be cast from fp16.
    private static IList<long> Weights(string name, GraphProto graph) => graph.Initializer.FirstOrDefault(tensor => tensor.Name == name)?.Dims
        ?? Weights(graph.Node.Single(node => node.Output.Contains(name)).Input[0], graph);
}
