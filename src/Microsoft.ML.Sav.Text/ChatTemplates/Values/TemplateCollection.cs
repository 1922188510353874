namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>
/// A list, tuple or dictionary. It never changes, so that its nesting and the number of values in it are known and bounded when it is
/// made; whoever walks over one needs no further guard.
/// </summary>
internal abstract class TemplateCollection
{
    private const int MaxDepth = 200;
    private const int MaxSize = 1_000_000;

    protected TemplateCollection(IEnumerable<object?> parts)
    {
        foreach (var part in parts)
        {
            var inner = part as TemplateCollection;
            Depth = Math.Max(Depth, inner?.Depth ?? 0);
            Size += inner?.Size ?? 1;
            if (Size > MaxSize)
                throw new InvalidDataException($"a list or dictionary has more than {MaxSize:N0} values");
        }
        if (++Depth > MaxDepth)
            throw new InvalidDataException($"lists or dictionaries are nested more than {MaxDepth} deep");
    }

    /// <summary>The number of values in it and in all that it holds, itself included.</summary>
    public int Size { get; } = 1;

    private int Depth { get; }
}
