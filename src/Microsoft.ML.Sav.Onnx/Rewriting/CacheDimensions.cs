using Microsoft.ML.Sav.Onnx.Graphs;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>Removes the symbolic number of tokens from the cache inputs of GroupQueryAttention.</summary>
/// <remarks>
/// ONNX Runtime infers that the extended cache has the symbolic shape of the cache input and plans to store it in a buffer of that size;
/// in fp16 on the CPU, the run then fails with "Shape mismatch attempting to re-use buffer". Without the symbol, no shapes are equal.
/// </remarks>
internal static class CacheDimensions
{
    private const int TokenAxis = 2; // of [batch, heads, tokens, headSize]

    public static void Free(GraphProto graph)
    {
        if (!GraphTraits.AppendsToOneRow(graph))
            return;
        foreach (var input in graph.Input.Where(input => CacheInputs.IsCache(input.Name) && input.Rank > TokenAxis))
            input.Type.TensorType.Shape.Dim[TokenAxis].ClearDimParam();
    }
}
