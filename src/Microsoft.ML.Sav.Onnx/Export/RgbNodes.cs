using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>Turns bytes into what a vision encoder takes as pixels.</summary>
/// <param name="builder">Adds nodes to the larger graph.</param>
/// <param name="table">Pixel per channel and byte, [3, 256].</param>
internal sealed class RgbNodes(GraphBuilder builder, IReadOnlyCollection<float> table)
{
    private const int ByteValues = 256;

    /// <summary>Adds an input for bytes, and the pixels that they stand for.</summary>
    /// <param name="graph">The larger graph.</param>
    /// <param name="type">Type of the pixels.</param>
    /// <returns>The pixels, [images, 3, height, width].</returns>
    public string Add(GraphProto graph, DataType type)
    {
        graph.Input.Add(ValueInfoProto.Create(ClassifierFormat.Rgb, DataType.Uint8, "images", "height", "width", 3));
        // a lookup instead of arithmetic: to the bit what the library computes
        var channels = builder.Constant("channel_offsets", 0, ByteValues, 2 * ByteValues);
        var indexes = builder.Add("Add", "table_indexes", [builder.Cast("bytes", ClassifierFormat.Rgb, DataType.Int64), channels]);
        var values = builder.Add("Gather", "pixel_rows", [builder.Constant(TensorProto.Float("pixel_table", [3 * ByteValues], table)), indexes]);
        return builder.Cast("pixel_values", builder.Transpose("pixel_planes", values, [0, 3, 1, 2]), type);
    }
}
