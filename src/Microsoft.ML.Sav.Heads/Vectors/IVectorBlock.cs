namespace Microsoft.ML.Sav.Heads.Vectors;

/// <summary>Head vectors of consecutive examples. Safe to read from many threads.</summary>
internal interface IVectorBlock : IDisposable
{
    /// <summary>Number of examples.</summary>
    int Count { get; }

    /// <summary>Copies the vector of one head of one example.</summary>
    /// <param name="example">The example, from 0 at the block's start.</param>
    /// <param name="position">Position of the head in the layout.</param>
    /// <param name="destination">Receives as many floats as the head is long.</param>
    void CopyHead(int example, int position, Span<float> destination);
}
