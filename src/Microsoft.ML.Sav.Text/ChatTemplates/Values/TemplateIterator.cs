namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>
/// The result of filters such as <c>map</c> and <c>select</c>, a generator in Python: always true, without a length, and empty after it
/// was read once.
/// </summary>
internal sealed class TemplateIterator(IReadOnlyList<object?> items)
{
    private IReadOnlyList<object?> _items = items;

    /// <summary>The number of items and of the characters in them.</summary>
    public long ContentLength => _items.Sum(TemplateValue.GetContentLength);

    public IReadOnlyList<object?> Read()
    {
        var items = _items;
        _items = [];
        return items;
    }
}
