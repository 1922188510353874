namespace Microsoft.ML.Sav.Text.Tokenization.Models;

/// <summary>The merges of byte-pair encoding: pairs of tokens that become one, in the order of training.</summary>
internal sealed class BpeMerges(int capacity)
{
    private readonly Dictionary<(int Left, int Right), Merge> _merges = new(capacity);

    public void Add(int left, int right, int rank, int merged) => _merges[(left, right)] = new Merge(rank, merged);

    /// <summary>Merges symbols until no pair is left to merge, in O(n log n), and appends the resulting ids.</summary>
    public void Apply(List<int> symbols, List<int> ids)
    {
        const int none = -1;
        // A linked list over positions; a symbol merged into its left neighbor leaves none behind.
        var (symbol, previous, next) = (symbols.ToArray(), new int[symbols.Count], new int[symbols.Count]);
        var queue = new PriorityQueue<int, (int Rank, int Position)>();
        for (var i = 0; i < symbol.Length; i++)
        {
            previous[i] = i - 1;
            next[i] = i + 1 < symbol.Length ? i + 1 : none;
        }
        for (var i = 0; i < symbol.Length; i++)
            Enqueue(i);

        while (queue.TryDequeue(out var merged, out var priority))
        {
            var left = priority.Position;
            var right = next[left];
            // The queue may hold pairs that a neighboring merge has changed since.
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
