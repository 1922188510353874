namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>The result of <c>namespace()</c>: attributes that a template may set, also from within a loop.</summary>
internal sealed class TemplateNamespace(IEnumerable<KeyValuePair<string, object?>> attributes) : IAttributes
{
    private readonly Dictionary<string, object?> _attributes = new(attributes);

    public bool TryGet(string name, out object? value) => _attributes.TryGetValue(name, out value);

    public void Set(string name, object? value) => _attributes[name] = value;
}
