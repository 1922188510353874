namespace Microsoft.ML.Sav.Text.Tokenization.Models;

/// <summary>A prefix tree of strings with values.</summary>
internal sealed class Trie
{
    public const int Root = 0;
    private const int None = -1;
    private readonly Dictionary<long, int> _children = [];
    private readonly List<int> _values = [None];

    /// <summary>Adds a string with a value of at least 0; the last value of equal strings counts.</summary>
    public void Add(string key, int value)
    {
        var node = Root;
        foreach (var next in key)
        {
            if (!_children.TryGetValue(GetEdge(node, next), out var child))
            {
                child = _values.Count;
                _values.Add(None);
                _children.Add(GetEdge(node, next), child);
            }
            node = child;
        }
        _values[node] = value;
    }

    /// <summary>Moves to the child for a character. Returns false if no string continues with it.</summary>
    public bool TryStep(ref int node, char next) => _children.TryGetValue(GetEdge(node, next), out node);

    /// <summary>The value of the string that ends at a node. Returns false if none does.</summary>
    public bool TryGetValue(int node, out int value) => (value = _values[node]) != None;

    private static long GetEdge(int node, char next) => ((long)node << 16) | next;
}
