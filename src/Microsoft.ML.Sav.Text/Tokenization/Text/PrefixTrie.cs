namespace Microsoft.ML.Sav.Text.Tokenization.Text;

/// <summary>Finds which of many strings begin at a place in a text, by following the text from node to node.</summary>
internal sealed class PrefixTrie
{
    public const int Root = 0;
    private const int None = -1;
    private readonly Dictionary<long, int> _children = [];
    private readonly List<int> _values = [None];

    /// <summary>Adds a string with a value of at least 0; a later value for the same string replaces the earlier.</summary>
    public void Add(string key, int value)
    {
        var node = Root;
        foreach (var next in key)
        {
            if (!_children.TryGetValue(Edge(node, next), out var child))
            {
                child = _values.Count;
                _values.Add(None);
                _children.Add(Edge(node, next), child);
            }
            node = child;
        }
        _values[node] = value;
    }

    /// <summary>Follows one character; false where no string goes on with it.</summary>
    public bool TryStep(ref int node, char next) => _children.TryGetValue(Edge(node, next), out node);

    /// <summary>The value of the string that ends in a node; false where none does.</summary>
    public bool TryGetValue(int node, out int value) => (value = _values[node]) != None;

    private static long Edge(int node, char next) => ((long)node << 16) | next;
}
