namespace Microsoft.ML.Sav.Onnx;

/// <summary>The tensor that holds one layer's head vectors: the input of the output projection, [batch, tokens, heads * headSize].</summary>
/// <param name="Layer">Layer number, from 0.</param>
/// <param name="Tensor">Name of the tensor in the graph.</param>
/// <param name="HeadCount">Number of query heads.</param>
/// <param name="HeadSize">Length of one head's vector.</param>
internal sealed record LayerTap(int Layer, string Tensor, int HeadCount, int HeadSize)
{
    /// <summary>Length of the tensor's vectors.</summary>
    public int Width => HeadCount * HeadSize;
}
