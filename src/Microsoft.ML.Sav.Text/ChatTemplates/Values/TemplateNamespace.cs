namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>The result of <c>namespace()</c>, whose attributes a template may set, even inside a loop.</summary>
internal sealed class TemplateNamespace(IEnumerable<KeyValuePair<string, object?>> attributes) : ITemplateObject
{
    private readonly Dictionary<string, object?> _attributes = new(attributes);

    public string TypeName => "namespace";

    public bool TryGetAttribute(string name, out object? value) => _attributes.TryGetValue(name, out value);

    public void SetAttribute(string name, object? value) => _attributes[name] = value;
}
