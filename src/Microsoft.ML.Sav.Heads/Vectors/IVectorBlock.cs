namespace Microsoft.ML.Sav.Heads.Vectors;

/// <summary>Head vectors of consecutive examples. Safe to read from many threads.</summary>
internal interface IVectorBlock : IDisposable
{
    /// <summary>Number of examples.</summary>
    int Count { get; }

    /// <summary>The vectors of consecutive heads of one example, side by side: where they lie, or decoded into a buffer.</summary>
    /// <param name="example">The example, from 0 at the block's start.</param>
    /// <param name="heads">Positions of the heads in the layout.</param>
    /// <param name="buffer">As many floats as the heads are long together, at least.</param>
    ArraySegment<float> Vectors(int example, Range heads, float[] buffer);
}
