using Microsoft.ML.Sav.Lmm.Graphs.Onnx;
using Microsoft.ML.Sav.Lmm.Graphs.Rewriting;
using static Microsoft.ML.Sav.Lmm.Graphs.Onnx.TensorProto.Types;

namespace Microsoft.ML.Sav.Lmm.Graphs.Export;

/// <summary>Joins the graphs of an LMM: what each takes is what another returns, or an input of the whole.</summary>
internal sealed class LmmNodes
{
    private const string InputsEmbeds = "inputs_embeds";
    private readonly GraphProto _graph;
    private readonly GraphBuilder _builder;
    private readonly LmmGraphs _lmm;
    private readonly GraphPart? _visionEncoder;
    private readonly GraphPart? _embeddings;
    private readonly GraphPart _decoder;

    /// <param name="graph">The graph that the LMM's are moved into.</param>
    /// <param name="lmm">The LMM's graphs.</param>
    public LmmNodes(GraphProto graph, LmmGraphs lmm)
    {
        _graph = graph;
        _builder = new GraphBuilder(graph, "inputs/");
        _lmm = lmm;
        _visionEncoder = lmm.VisionEncoderFile is { } visionEncoder ? GraphPart.Read("vision_encoder", visionEncoder) : null;
        _embeddings = lmm.EmbeddingsFile is { } embeddings ? GraphPart.Read("embed_tokens", embeddings) : null;
        _decoder = new GraphPart("decoder", ModelProto.Parser.ParseFrom(lmm.Decoder.Bytes), lmm.Decoder.ExternalDataFolder);
        Models = [.. new[] { _visionEncoder, _embeddings, _decoder }.OfType<GraphPart>().Select(part => part.Model)];
    }

    /// <summary>The models of the LMM.</summary>
    public IReadOnlyList<ModelProto> Models { get; }

    /// <summary>Adds the LMM and its inputs.</summary>
    /// <returns>The tensor with the head vectors, float32 [batch, sum of head sizes].</returns>
    /// <exception cref="NotSupportedException">A graph takes something that is not known here.</exception>
    public string Add()
    {
        _graph.Input.Add(ValueInfoProto.Create(ClassifierFormat.InputIds, DataType.Int64, "batch", "tokens"));
        if (_visionEncoder is not null)
            MoveVisionEncoder(_visionEncoder);
        var inputs = new DecoderInputs(_graph, _builder, _lmm);
        if (_embeddings is not null)
            inputs.Add(InputsEmbeds, Embed(_embeddings));
        var sources = _decoder.Inputs.ToDictionary(input => input.Name, inputs.SourceOf);
        _decoder.MoveTo(_graph, sources);
        return _decoder.Output;
    }

    private void MoveVisionEncoder(GraphPart visionEncoder)
    {
        var inputs = visionEncoder.Inputs.ToList();
        visionEncoder.MoveTo(_graph, inputs.ToDictionary(input => input.Name, input => input.Name));
        _graph.Input.AddRange(inputs);
    }

    // [batch, tokens, embeddingSize], with image features in the place of image tokens
    private string Embed(GraphPart embeddings)
    {
        if (embeddings.Inputs is not [var ids])
            throw new NotSupportedException($"The word embeddings take {string.Join(", ", embeddings.Inputs.Select(input => $"'{input.Name}'"))}, but only token ids can be exported.");
        embeddings.MoveTo(_graph, new Dictionary<string, string> { [ids.Name] = _builder.Cast(ids.Name, ClassifierFormat.InputIds, ids.ElementType) });
        var words = _builder.Cast("words", embeddings.Output, DataType.Float);
        if (_visionEncoder is not { } visionEncoder)
            return words;

        var isImage = _builder.Add("Equal", "is_image", [ClassifierFormat.InputIds, _builder.Constant("image_token", _lmm.ImageTokenId!.Value)]);
        var places = _builder.Add("Transpose", "image_places", [_builder.Add("NonZero", "image_tokens", [isImage])]); // [image tokens, 2]
        return _builder.Add("ScatterND", "embeddings", [words, places, FeaturesFor(places, visionEncoder.Output)]);
    }

    // [features, embeddingSize]; none where there is no place at all, since encoders must be given an image even then
    private string FeaturesFor(string places, string features)
    {
        features = _builder.Cast("features", features, DataType.Float);
        var size = At("feature_size", features, -1);
        var shape = _builder.Add("Concat", "feature_rows_shape", [_builder.Constant("any_number", -1), size], ("axis", 0));
        var rows = _builder.Add("Reshape", "feature_rows", [features, shape]);
        var end = _builder.Add("Mul", "feature_end", [At("place_count", places, 0), _builder.Constant("more_than_all", int.MaxValue)]);
        return _builder.Add("Slice", "placed_features", [rows, _builder.Constant("feature_start", 0), end]);
    }

    // a dimension of a tensor, as a list of one
    private string At(string name, string tensor, int dimension) =>
        _builder.Add("Gather", name, [_builder.Add("Shape", $"{name}_shape", [tensor]), _builder.Constant($"{name}_dimension", dimension)]);
}
