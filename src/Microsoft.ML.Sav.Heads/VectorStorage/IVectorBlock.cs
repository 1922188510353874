namespace Microsoft.ML.Sav.Heads.VectorStorage;

/// <summary>Head vectors of consecutive examples. Thread-safe.</summary>
internal interface IVectorBlock : IDisposable
{
    /// <summary>Number of examples.</summary>
    int Count { get; }

    /// <summary>Reads the vectors of neighbouring heads of one example, one after the other.</summary>
    /// <param name="example">Index of the example in the block.</param>
    /// <param name="heads">Positions of the heads in the layout.</param>
    /// <param name="buffer">Used if the vectors have to be decoded; at least as long as they are.</param>
    ArraySegment<float> ReadVectors(int example, Range heads, float[] buffer);
}
