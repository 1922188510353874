using Microsoft.ML.Sav.Heads;
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
    private readonly GraphPart? _decoder;

    /// <summary>Reads the LMM's graphs.</summary>
    /// <param name="graph">The graph that they are moved into.</param>
    /// <param name="lmm">The LMM's graphs.</param>
    /// <exception cref="NotSupportedException">There is neither a decoder nor a vision encoder.</exception>
    public LmmNodes(GraphProto graph, LmmGraphs lmm)
    {
        if (lmm is { Decoder: null, VisionEncoder: null })
            throw new NotSupportedException("The classifier uses features of images only, so it cannot be exported for prompts without images.");
        _graph = graph;
        _builder = new GraphBuilder(graph, "inputs/");
        _lmm = lmm;
        _visionEncoder = lmm.VisionEncoder is { } visionEncoder ? GraphPart.Read("vision_encoder", visionEncoder) : null;
        if (lmm.Decoder is { } decoder)
        {
            _embeddings = lmm.Embeddings is { } embeddings ? GraphPart.Read("embed_tokens", embeddings) : null;
            _decoder = new GraphPart("decoder", ModelProto.Parser.ParseFrom(decoder.Bytes), lmm.DecoderFile);
        }
        Models = [.. new[] { _visionEncoder, _embeddings, _decoder }.OfType<GraphPart>().Select(part => part.Model)];
    }

    /// <summary>The models of the LMM.</summary>
    public IReadOnlyList<ModelProto> Models { get; }

    /// <summary>Adds the LMM and its inputs.</summary>
    /// <param name="layout">The features, of which the decoder returns the heads.</param>
    /// <returns>The tensor with the features' vectors, float32 [batch, sum of feature sizes].</returns>
    /// <exception cref="OnnxModelException">A graph has an unknown input.</exception>
    /// <exception cref="NotSupportedException">Features of images cannot be computed.</exception>
    public string Add(FeatureLayout layout)
    {
        var features = new FeatureNodes(_builder, layout);
        if (_decoder is null)
        {
            AddImages(features, layout);
            return features.Join();
        }
        _graph.Input.Add(ValueInfoProto.Create(TensorNames.InputIds, DataType.Int64, "batch", "tokens"));
        var inputs = new DecoderInputs(_graph, _builder, _lmm);
        var vision = _visionEncoder is null ? null : new VisionNodes(_graph, _builder, _visionEncoder, _lmm);
        var positions = vision is null ? null : AddImagePositions(inputs);
        if (_embeddings is not null)
            inputs.Provide(TensorNames.InputsEmbeds, AddEmbeddings(_embeddings, positions, vision));
        _decoder.MoveTo(_graph, _decoder.Inputs.ToDictionary(input => input.Name, input => inputs.Add(input, _decoder.FindUsualName(input))));
        features.Add(_decoder.Output, layout.Where(feature => feature.IsHead));
        if (layout.Any(feature => !feature.IsHead))
            AddImageMeans(features, layout, inputs, positions, vision);
        return features.Join();
    }

    // each image is a prompt
    private void AddImages(FeatureNodes features, FeatureLayout layout)
    {
        var vision = new VisionNodes(_graph, _builder, _visionEncoder!, _lmm);
        var batch = _lmm.BatchesImages && vision.Pixels is { } pixels ? _builder.Dimension("image_count", pixels, 0) : _builder.Constant("image_count", 1);
        var means = new ImageMeanNodes(_builder, _builder.Range("images", batch), batch);
        foreach (var feature in layout)
            features.Add(means.Add($"{feature}", vision.GetRows(feature), feature.Size), feature);
    }

    private void AddImageMeans(FeatureNodes features, FeatureLayout layout, DecoderInputs inputs, string? positions, VisionNodes? vision)
    {
        var means = positions is null ? null : new ImageMeanNodes(_builder, AddOwners(positions), inputs.Batch);
        foreach (var feature in layout.Where(feature => !feature.IsHead))
            features.Add(means?.Add($"{feature}", vision!.GetRows(feature), feature.Size) ?? AddZeros(feature, inputs.Batch), feature);
    }

    private string AddZeros(Feature feature, string batch) =>
        _builder.Add("ConstantOfShape", $"{feature}", [_builder.Add("Concat", $"{feature}_shape", [batch, _builder.Constant($"{feature}_size", feature.Size)], ("axis", 0))]);

    // [batch, tokens, embeddingSize], with image features at the image tokens
    private string AddEmbeddings(GraphPart embeddings, string? positions, VisionNodes? vision)
    {
        var features = positions is null ? null : AddFeatures(positions, vision!.Features);
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

    // row and column of each image token: [image tokens, 2]
    private string AddImagePositions(DecoderInputs inputs) => _builder.Add("Transpose", "image_positions",
    [
        _builder.Add("NonZero", "image_tokens",
            [inputs.ImageTokens ?? throw new OnnxModelException("The LMM has no single token that image features replace, so it cannot be exported with images.")]),
    ]);

    // the prompt of each image token: [image tokens]
    private string AddOwners(string positions) => _builder.Add("Squeeze", "image_owners",
    [
        _builder.Add("Gather", "image_rows", [positions, _builder.Constant("row_coordinate", 0)], ("axis", 1)),
        _builder.Constant("image_rows_axis", 1),
    ]);

    // [features, embeddingSize]; empty for prompts without images, for which the encoder needs an image nevertheless
    private string AddFeatures(string positions, string features)
    {
        var size = _builder.Dimension("feature_size", features, -1);
        var shape = _builder.Add("Concat", "feature_rows_shape", [_builder.Constant("any_number", -1), size], ("axis", 0));
        var rows = _builder.Add("Reshape", "feature_rows", [features, shape]);
        var end = _builder.Add("Mul", "feature_end", [_builder.Dimension("position_count", positions, 0), _builder.Constant("more_than_all", int.MaxValue)]);
        return _builder.Add("Slice", "placed_features", [rows, _builder.Constant("feature_start", 0), end]);
    }
}
