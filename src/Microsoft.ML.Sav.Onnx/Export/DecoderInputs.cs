using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>Computes the inputs of a decoder other than embeddings from token ids and attention mask.</summary>
internal sealed class DecoderInputs
{
    private const long MaskedPosition = 1; // as transformers fills it in; no token attends to it
    private readonly GraphProto _graph;
    private readonly GraphBuilder _builder;
    private readonly LmmGraphs _lmm;
    private readonly string _idsShape;
    private readonly string _mask;
    private readonly Dictionary<string, string> _caches = []; // by shape and type
    private readonly Dictionary<string, string> _known;

    public DecoderInputs(GraphProto graph, GraphBuilder builder, LmmGraphs lmm)
    {
        _graph = graph;
        _builder = builder;
        _lmm = lmm;
        _idsShape = builder.Add("Shape", "ids_shape", [TensorNames.InputIds]);
        _mask = AddMask();
        Batch = builder.Add("Gather", "batch", [_idsShape, builder.Constant("batch_dimension", 0)]);
        ImageTokens = lmm.ImageTokenId is { } id ? AddImageTokens(id) : null;
        _known = new()
        {
            [TensorNames.InputIds] = TensorNames.InputIds,
            [TensorNames.AttentionMask] = _mask,
            [HeadGraphFormat.TokenWeights] = AddTokenWeights(),
            [HeadGraphFormat.LastToken] = builder.Add("ArgMax", "last", [_mask], ("axis", 1), ("keepdims", 0), ("select_last_index", 1)),
        };
    }

    /// <summary>Number of prompts, [1].</summary>
    public string Batch { get; }

    /// <summary>Whether a token stands for an image feature, bool [batch, tokens]; null if the LMM has no token for that.</summary>
    public string? ImageTokens { get; }

    /// <summary>Provides the tensor for an input.</summary>
    /// <param name="name">Usual name of the input.</param>
    /// <param name="tensor">The tensor.</param>
    public void Provide(string name, string tensor) => _known.Add(name, tensor);

    /// <summary>Adds the tensor for an input of the decoder, in the element type of the input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="name">Its usual name (<see cref="TensorNames"/>).</param>
    /// <exception cref="OnnxModelException">The input is unknown.</exception>
    public string Add(ValueInfoProto input, string name)
    {
        if (CacheInputs.IsCache(input.Name))
            return AddEmptyCache(input);
        if (name == TensorNames.PositionIds)
            return AddPositions(input);
        if (!_known.TryGetValue(name, out var tensor))
            throw new OnnxModelException($"The decoder has the input '{name}', which cannot be exported.");
        return _builder.Cast($"decoder/{name}", tensor, input.ElementType);
    }

    // an input with a default value is optional: without it, all tokens count
    private string AddMask()
    {
        _graph.Input.Add(ValueInfoProto.Create(TensorNames.AttentionMask, DataType.Int64, "batch", "tokens"));
        _graph.Initializer.Add(TensorProto.Int64(TensorNames.AttentionMask, [1, 1], [1]));
        return _builder.Add("Expand", "mask", [TensorNames.AttentionMask, _idsShape]);
    }

    private string AddImageTokens(int id)
    {
        var isImage = _builder.Add("Equal", "has_image_id", [TensorNames.InputIds, _builder.Constant("image_token", id)]);
        return _builder.Add("And", "is_image", [isImage, _builder.Cast("is_unmasked", _mask, DataType.Bool)]);
    }

    // shares in the mean over a prompt's image tokens, or over all its tokens if it has no image
    private string AddTokenWeights()
    {
        var tokens = _builder.Cast("token_counts", _mask, DataType.Float);
        if (ImageTokens is not null)
        {
            var images = _builder.Cast("image_token_counts", ImageTokens, DataType.Float);
            var hasImage = _builder.Cast("has_image", _builder.Sum("image_token_sum", images, axis: 1), DataType.Bool);
            tokens = _builder.Add("Where", "counted_tokens", [hasImage, images, tokens]);
        }
        return _builder.Add("Div", "token_weights", [tokens, _builder.Sum("counted_token_sum", tokens, axis: 1)]);
    }

    private string AddPositions(ValueInfoProto input)
    {
        if (input.Rank != 2)
        {
            // positions on several axes depend on the grids of the images, so the caller provides them
            _graph.Input.Add(input);
            return input.Name;
        }
        var counted = _builder.Add("CumSum", "counted", [_mask, _builder.Constant(TensorProto.Int64("token_axis", [], [1]))]); // from 1
        var positions = _builder.Add("Add", "positions", [counted, _builder.Constant("first_position", _lmm.FirstPosition - 1)]);
        var isToken = _builder.Cast("is_token", _mask, DataType.Bool);
        var filled = _builder.Add("Where", "filled_positions", [isToken, positions, _builder.Constant("masked_position", MaskedPosition)]);
        return _builder.Cast("decoder/position_ids", filled, input.ElementType);
    }

    private string AddEmptyCache(ValueInfoProto input)
    {
        var dimensions = input.Dimensions is { Count: > 0 } some ? some : throw new OnnxModelException($"The cache input '{input.Name}' of the decoder has no shape.");
        var declared = dimensions.Select(dimension => dimension.HasDimValue ? (int)dimension.DimValue : -1).ToArray();
        var shape = _lmm.Cache.EmptyShape(input.Name, declared, batch: 1)[1..];
        var name = $"cache_{input.ElementType}_{string.Join('x', shape)}".ToLowerInvariant();
        if (_caches.TryGetValue(name, out var cache))
            return cache;
        var whole = _builder.Add("Concat", $"{name}_shape", [Batch, _builder.Constant($"{name}_row", shape)], ("axis", 0));
        var empty = _builder.Add("ConstantOfShape", $"{name}_float", [whole]);
        return _caches[name] = _builder.Cast(name, empty, input.ElementType);
    }
}
