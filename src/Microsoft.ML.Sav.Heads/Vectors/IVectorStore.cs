namespace Microsoft.ML.Sav.Heads.Vectors;

/// <summary>Keeps the head vectors of examples until they are needed again.</summary>
internal interface IVectorStore : IDisposable
{
    /// <summary>Number of examples.</summary>
    int Count { get; }

    /// <summary>Adds an example.</summary>
    void Add(float[] vectors);

    /// <summary>Opens some examples for reading. Nothing may be added while a block is open.</summary>
    IVectorBlock Open(int start, int count);
}
