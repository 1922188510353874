namespace Microsoft.ML.Sav.Text.Tokenization.Models;

/// <summary>Pairs of tokens that are replaced by one, the earliest learnt first.</summary>
internal sealed class BpeMerges(int capacity)
{
    private readonly Dictionary<(int Left, int Right), Merge> _merges = new(capacity);

    public void Add(int left, int right, int rank, int merged) => _merges[(left, right)] = new Merge(rank, merged);

    /// <summary>Appends what becomes of the symbols when no pair can be merged any more, in O(n log n).</summary>
    public void Apply(List<int> symbols, List<int> ids)
    {
        const int none = -1;
        // A linked list over the places of the symbols; a place whose symbol went into its left neighbour holds none.
        var (symbol, previous, next) = (symbols.ToArray(), new int[symbols.Count], new int[symbols.Count]);
        var queue = new PriorityQueue<int, (int Rank, int Place)>();
        for (var i = 0; i < symbol.Length; i++)
        {
            previous[i] = i - 1;
            next[i] = i + 1 < symbol.Length ? i + 1 : none;
        }
        for (var i = 0; i < symbol.Length; i++)
            Enqueue(i);

        while (queue.TryDequeue(out var merged, out var priority))
        {
            var left = priority.Place;
            var right = next[left];
            // The queue still holds pairs that a merge beside them has undone.
            if (symbol[left] == none || right == none
                || !_merges.TryGetValue((symbol[left], symbol[right]), out var merge) || merge.Id != merged)
            {
                continue;
            }
            symbol[left] = merged;
            symbol[right] = none;
            next[left] = next[right];
            if (next[left] != none)
                previous[next[left]] = left;
            Enqueue(previous[left]);
            Enqueue(left);
        }
        ids.AddRange(symbol.Where(id => id != none));

        void Enqueue(int left)
        {
            if (left != none && next[left] != none && _merges.TryGetValue((symbol[left], symbol[next[left]]), out var merge))
                queue.Enqueue(merge.Id, (merge.Rank, left));
        }
    }

    private readonly record struct Merge(int Rank, int Id);
}
