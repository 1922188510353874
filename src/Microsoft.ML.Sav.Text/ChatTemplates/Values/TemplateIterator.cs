namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>
/// The result of filters such as <c>map</c> and <c>select</c>, a generator in Python: always true, without a length, and each item is
/// read once.
/// </summary>
internal sealed class TemplateIterator(IReadOnlyList<object?> items)
{
    private int _position;

    /// <summary>The number of items that are left and of the characters in them.</summary>
    public long ContentLength => items.Skip(_position).Sum(TemplateValue.GetContentLength);

    /// <summary>Reads the items that are left, one by one.</summary>
    public IEnumerable<object?> ReadEach()
    {
        while (_position < items.Count)
            yield return items[_position++];
    }
}
