using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>Joins the graphs of an LMM: each input is the output of another graph, or an input of the whole.</summary>
internal sealed class LmmNodes
{
    private readonly GraphProto _graph;
    private readonly GraphBuilder _builder;
    private readonly LmmGraphs _lmm;
    private readonly GraphPart? _visionEncoder;
    private readonly GraphPart? _embeddings;
    private readonly GraphPart _decoder;

    /// <summary>Reads the LMM's graphs.</summary>
    /// <param name="graph">The graph that they are moved into.</param>
    /// <param name="lmm">The LMM's graphs.</param>
    public LmmNodes(GraphProto graph, LmmGraphs lmm)
    {
        _graph = graph;
        _builder = new GraphBuilder(graph, "inputs/");
        _lmm = lmm;
        _visionEncoder = lmm.VisionEncoder is { } visionEncoder ? GraphPart.Read("vision_encoder", visionEncoder) : null;
        _embeddings = lmm.Embeddings is { } embeddings ? GraphPart.Read("embed_tokens", embeddings) : null;
        _decoder = new GraphPart("decoder", ModelProto.Parser.ParseFrom(lmm.Decoder.Bytes), lmm.DecoderFile);
        Models = [.. new[] { _visionEncoder, _embeddings, _decoder }.OfType<GraphPart>().Select(part => part.Model)];
    }

    /// <summary>The models of the LMM.</summary>
    public IReadOnlyList<ModelProto> Models { get; }

    /// <summary>Adds the LMM and its inputs.</summary>
    /// <returns>The tensor with the head vectors, float32 [batch, sum of head sizes].</returns>
    /// <exception cref="OnnxModelException">A graph has an unknown input.</exception>
    public string Add()
    {
        _graph.Input.Add(ValueInfoProto.Create(TensorNames.InputIds, DataType.Int64, "batch", "tokens"));
        var inputs = new DecoderInputs(_graph, _builder, _lmm);
        if (_embeddings is not null)
            inputs.Provide(TensorNames.InputsEmbeds, AddEmbeddings(_embeddings));
        _decoder.MoveTo(_graph, _decoder.Inputs.ToDictionary(input => input.Name, input => inputs.Add(input, _decoder.FindUsualName(input))));
        return _decoder.Output;
    }

    // [batch, tokens, embeddingSize], with image features at the image tokens
    private string AddEmbeddings(GraphPart embeddings)
    {
        var positions = _visionEncoder is null ? null : AddImagePositions();
        var features = positions is null ? null : AddFeatures(positions, AddVisionEncoder(_visionEncoder!));
        var sources = embeddings.Inputs.ToDictionary(input => input.Name, input => (embeddings.FindUsualName(input), features) switch
        {
            (TensorNames.InputIds, _) => _builder.Cast("embedded_ids", TensorNames.InputIds, input.ElementType),
            (TensorNames.ImageFeatures, not null) => _builder.Cast("embedded_features", features, input.ElementType),
            var (name, _) => throw new OnnxModelException($"The token embeddings have the input '{name}', which cannot be exported."),
        });
        var takesFeatures = sources.Count > 1;
        embeddings.MoveTo(_graph, sources);
        var tokens = _builder.Cast("token_embeddings", embeddings.Output, DataType.Float);
        return features is null || takesFeatures ? tokens : _builder.Add("ScatterND", "embeddings", [tokens, positions!, features]);
    }

    private string AddVisionEncoder(GraphPart visionEncoder)
    {
        visionEncoder.MoveTo(_graph, visionEncoder.Inputs.ToDictionary(input => input.Name, input => input.Name));
        _graph.Input.AddRange(visionEncoder.Inputs);
        return _builder.Cast("features", visionEncoder.Output, DataType.Float);
    }

    // row and column of each image token: [image tokens, 2]
    private string AddImagePositions()
    {
        var imageToken = _lmm.ImageTokenId ?? throw new OnnxModelException("The LMM has no single token that image features replace, so it cannot be exported with images.");
        var isImage = _builder.Add("Equal", "is_image", [TensorNames.InputIds, _builder.Constant("image_token", imageToken)]);
        return _builder.Add("Transpose", "image_positions", [_builder.Add("NonZero", "image_tokens", [isImage])]);
    }

    // [features, embeddingSize]; empty for prompts without images, for which the encoder needs an image nevertheless
    private string AddFeatures(string positions, string features)
    {
        var size = AddDimension("feature_size", features, -1);
        var shape = _builder.Add("Concat", "feature_rows_shape", [_builder.Constant("any_number", -1), size], ("axis", 0));
        var rows = _builder.Add("Reshape", "feature_rows", [features, shape]);
        var end = _builder.Add("Mul", "feature_end", [AddDimension("position_count", positions, 0), _builder.Constant("more_than_all", int.MaxValue)]);
        return _builder.Add("Slice", "placed_features", [rows, _builder.Constant("feature_start", 0), end]);
    }

    // a dimension of a tensor, [1]
    private string AddDimension(string name, string tensor, int dimension) =>
        _builder.Add("Gather", name, [_builder.Add("Shape", $"{name}_shape", [tensor]), _builder.Constant($"{name}_dimension", dimension)]);
}
