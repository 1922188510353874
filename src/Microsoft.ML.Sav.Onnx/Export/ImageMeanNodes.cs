using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>
/// Averages rows of the vision encoder per prompt. Each image token stands for the same number of rows, in their order; it may be a fraction,
/// because encoders merge rows or add some.
/// </summary>
internal sealed class ImageMeanNodes
{
    private const long NoPrompt = -1;
    private readonly GraphBuilder _builder;
    private readonly string _count; // image tokens, a scalar
    private readonly string _owners; // the prompt per image token, and a last entry for rows if there are no image tokens
    private readonly string _prompts; // [batch, 1]

    /// <param name="builder">Adds the nodes.</param>
    /// <param name="owners">Index of the prompt per image token, [image tokens].</param>
    /// <param name="batch">Number of prompts, [1].</param>
    public ImageMeanNodes(GraphBuilder builder, string owners, string batch)
    {
        _builder = builder;
        _count = builder.Dimension("owner_count", owners, 0);
        _owners = builder.Add("Concat", "owners", [owners, builder.Constant("no_owner", NoPrompt)], ("axis", 0));
        var prompts = builder.Range("prompts", batch);
        _prompts = builder.Add("Reshape", "prompt_column", [prompts, builder.Constant("prompt_column_shape", -1, 1)]);
    }

    /// <summary>Adds the mean per prompt, float32 [batch, size]; zeros for prompts without image tokens.</summary>
    /// <param name="name">Start of the names of the nodes.</param>
    /// <param name="rows">The rows of all images, [..., size].</param>
    /// <param name="size">Length of a row.</param>
    public string Add(string name, string rows, int size)
    {
        var vectors = _builder.Add("Reshape", $"{name}/rows", [_builder.Cast($"{name}/float_rows", rows, DataType.Float), _builder.Constant($"{name}/rows_shape", -1, size)]);
        var count = _builder.Dimension($"{name}/row_count", vectors, 0);
        var scaled = _builder.Add("Mul", $"{name}/scaled", [_builder.Range($"{name}/row_indices", count), _count]);
        var tokens = _builder.Add("Div", $"{name}/tokens", [scaled, count]); // of integers, rounded down
        var owners = _builder.Add("Gather", $"{name}/owners", [_owners, tokens]);
        var belongs = _builder.Cast($"{name}/belongs", _builder.Add("Equal", $"{name}/is_owner", [_prompts, owners]), DataType.Float); // [batch, rows]
        var sums = _builder.Add("MatMul", $"{name}/sums", [belongs, vectors]);
        var counts = _builder.Sum($"{name}/counts", belongs, axis: 1);
        var divisors = _builder.Add("Max", $"{name}/divisors", [counts, _builder.Constant(TensorProto.Float($"{name}/least_count", [], [1]))]);
        return _builder.Add("Div", $"{name}/mean", [sums, divisors]);
    }
}
