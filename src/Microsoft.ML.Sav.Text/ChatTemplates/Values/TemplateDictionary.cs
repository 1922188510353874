namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>Python's <c>dict</c>, which keeps the order of insertion.</summary>
internal sealed class TemplateDictionary : TemplateCollection
{
    private readonly OrderedDictionary<object, object?> _items = new(PythonEquality.Comparer);

    /// <summary>Equal keys have the position of the first and the value of the last.</summary>
    public TemplateDictionary(IReadOnlyCollection<KeyValuePair<object?, object?>> items)
        : base(items.SelectMany(item => new[] { item.Key, item.Value }))
    {
        foreach (var (key, value) in items)
            _items[key ?? throw new TemplateRuntimeException("None is not supported as the key of a dictionary")] = value;
    }

    public int Count => _items.Count;

    public IReadOnlyList<object?> Keys => _items.Keys;

    public IReadOnlyList<object?> Values => _items.Values;

    public IEnumerable<KeyValuePair<object, object?>> Items => _items;

    public bool TryGet(object? key, out object? value)
    {
        value = null;
        return key is not null && PythonEquality.IsHashable(key) && _items.TryGetValue(key, out value);
    }
}
