namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>
/// What Python returns from filters such as <c>map</c> and <c>select</c>: always true, without a length, and empty once it was read.
/// </summary>
internal sealed class OneTimeSequence(IReadOnlyList<object?> items)
{
    private IReadOnlyList<object?> _items = items;

    public IReadOnlyList<object?> Read()
    {
        var items = _items;
        _items = [];
        return items;
    }
}
