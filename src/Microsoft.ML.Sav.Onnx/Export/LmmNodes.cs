using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>Joins the graphs of an LMM: what each takes is what another returns, or an input of the whole.</summary>
internal sealed class LmmNodes
{
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
        _visionEncoder = lmm.VisionEncoder is { } visionEncoder ? GraphPart.Read("vision_encoder", visionEncoder) : null;
        _embeddings = lmm.Embeddings is { } embeddings ? GraphPart.Read("embed_tokens", embeddings) : null;
        _decoder = new GraphPart("decoder", ModelProto.Parser.ParseFrom(lmm.Decoder.Bytes), lmm.DecoderFile);
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
        var inputs = new DecoderInputs(_graph, _builder, _lmm);
        if (_embeddings is not null)
            inputs.Add("inputs_embeds", Embed(_embeddings));
        _decoder.MoveTo(_graph, _decoder.Inputs.ToDictionary(input => input.Name, input => inputs.SourceOf(input, _decoder.UsualNameOf(input))));
        return _decoder.Output;
    }

    // [batch, tokens, embeddingSize], with image features in the place of image tokens
    private string Embed(GraphPart embeddings)
    {
        var places = _visionEncoder is null ? null : ImagePlaces();
        var features = places is null ? null : FeaturesFor(places, AddVisionEncoder(_visionEncoder!));
        var sources = embeddings.Inputs.ToDictionary(input => input.Name, input => (embeddings.UsualNameOf(input), features) switch
        {
            (ClassifierFormat.InputIds, _) => _builder.Cast("embedded_ids", ClassifierFormat.InputIds, input.ElementType),
            ("image_features", not null) => _builder.Cast("embedded_features", features, input.ElementType),
            var (name, _) => throw new NotSupportedException($"The word embeddings take '{name}', which cannot be exported."),
        });
        var placesFeatures = sources.Count > 1;
        embeddings.MoveTo(_graph, sources);
        var words = _builder.Cast("words", embeddings.Output, DataType.Float);
        return features is null || placesFeatures ? words : _builder.Add("ScatterND", "embeddings", [words, places!, features]);
    }

    private string AddVisionEncoder(GraphPart visionEncoder)
    {
        visionEncoder.MoveTo(_graph, visionEncoder.Inputs.ToDictionary(input => input.Name, input => input.Name));
        _graph.Input.AddRange(visionEncoder.Inputs);
        return _builder.Cast("features", visionEncoder.Output, DataType.Float);
    }

    // row and column of each image token: [image tokens, 2]
    private string ImagePlaces()
    {
        var imageToken = _lmm.ImageTokenId ?? throw new NotSupportedException("No one token of the LMM stands for an image feature.");
        var isImage = _builder.Add("Equal", "is_image", [ClassifierFormat.InputIds, _builder.Constant("image_token", imageToken)]);
        return _builder.Add("Transpose", "image_places", [_builder.Add("NonZero", "image_tokens", [isImage])]);
    }

    // [features, embeddingSize]; none where there is no place at all, since encoders must be given an image even then
    private string FeaturesFor(string places, string features)
    {
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
