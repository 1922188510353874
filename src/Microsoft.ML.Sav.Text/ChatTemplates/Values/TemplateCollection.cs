namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>
/// A list, tuple or dictionary. Immutable: its depth and size are checked on creation, so that code that walks it needs no bounds.
/// </summary>
internal abstract class TemplateCollection
{
    private const int MaxDepth = 200;
    private const int MaxSize = 1_000_000;

    protected TemplateCollection(IEnumerable<object?> items)
    {
        foreach (var item in items)
        {
            var inner = item as TemplateCollection;
            Depth = Math.Max(Depth, inner?.Depth ?? 0);
            Size += inner?.Size ?? 1;
            ContentLength += TemplateValue.GetContentLength(item);
            if (Size > MaxSize)
                throw new TemplateRuntimeException($"a list or dictionary has more than {MaxSize:N0} values");
        }
        if (++Depth > MaxDepth)
            throw new TemplateRuntimeException($"lists or dictionaries are nested more than {MaxDepth} deep");
    }

    /// <summary>The number of values in it, nested ones and itself included.</summary>
    public int Size { get; } = 1;

    /// <summary>The number of values in it and of the characters in them.</summary>
    public long ContentLength { get; } = 1;

    private int Depth { get; }
}
