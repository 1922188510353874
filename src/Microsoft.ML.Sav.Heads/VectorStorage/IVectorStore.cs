namespace Microsoft.ML.Sav.Heads.VectorStorage;

/// <summary>Stores the head vectors of examples, in the order in which they are added.</summary>
internal interface IVectorStore
{
    /// <summary>Number of examples.</summary>
    int Count { get; }

    /// <summary>Opens consecutive examples for reading. Nothing may be added while a block is open.</summary>
    IVectorBlock Open(int start, int count);
}
