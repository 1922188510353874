namespace Microsoft.ML.Sav.Heads.VectorStorage;

/// <summary>Stores head vectors in memory.</summary>
internal sealed class MemoryVectorStore(FeatureLayout layout) : IVectorStore
{
    private readonly List<float[]> _examples = [];

    public int Count => _examples.Count;

    /// <summary>Adds one example; the array is not copied.</summary>
    public void Add(float[] vectors) => _examples.Add(vectors);

    public IVectorBlock Open(int start, int count) => new Block(layout, _examples.GetRange(start, count));

    private sealed class Block(FeatureLayout layout, List<float[]> examples) : IVectorBlock
    {
        public int Count => examples.Count;

        public ArraySegment<float> ReadVectors(int example, Range heads, float[] buffer)
        {
            var last = heads.End.Value - 1;
            return new ArraySegment<float>(examples[example])[layout.GetOffset(heads.Start.Value)..(layout.GetOffset(last) + layout[last].Size)];
        }

        public void Dispose()
        {
        }
    }
}
