namespace Microsoft.ML.Sav.Architecture.Tests;

/// <summary>Finds cycles in a directed graph.</summary>
internal static class Cycles
{
    /// <summary>Finds the groups of nodes that reach each other, each in alphabetical order.</summary>
    public static IReadOnlyList<string[]> Find(IEnumerable<(string From, string To)> edges)
    {
        var targets = edges.Where(edge => edge.From != edge.To).ToLookup(edge => edge.From, edge => edge.To);
        var reachable = targets.ToDictionary(node => node.Key, node => FindReachable(node.Key, targets));
        return
        [
            .. reachable.Keys.Where(node => reachable[node].Contains(node))
                .Select(node => reachable[node].Where(other => reachable.TryGetValue(other, out var back) && back.Contains(node)).Order(StringComparer.Ordinal).ToArray())
                .DistinctBy(group => string.Join(' ', group)),
        ];
    }

    private static HashSet<string> FindReachable(string start, ILookup<string, string> targets)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>(targets[start]);
        while (open.TryPop(out var node))
        {
            if (!reached.Add(node))
                continue;
            foreach (var next in targets[node])
                open.Push(next);
        }
        return reached;
    }
}
