namespace Microsoft.ML.Sav.Onnx;

/// <summary>The tensor that holds a layer's head vectors: the input of its output projection, heads one after the other.</summary>
/// <param name="Layer">Layer number, from 0.</param>
/// <param name="Tensor">Name of the tensor in the graph.</param>
/// <param name="Heads">Number of query heads.</param>
/// <param name="HeadSize">Length of a head's vector.</param>
internal sealed record HeadTap(int Layer, string Tensor, int Heads, int HeadSize)
{
    /// <summary>Length of the vectors in the tensor.</summary>
    public int Width => Heads * HeadSize;
}
