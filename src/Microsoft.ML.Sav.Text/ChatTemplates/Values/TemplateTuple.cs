namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>Python's <c>tuple</c>.</summary>
/// <param name="items">The items.</param>
/// <param name="names">The names of the items, for a <c>namedtuple</c>; empty for others.</param>
internal sealed class TemplateTuple(IReadOnlyList<object?> items, params IReadOnlyList<string> names) : TemplateSequence(items)
{
    public bool TryGetNamed(string name, out object? value)
    {
        foreach (var (i, candidate) in names.Index())
        {
            if (candidate == name)
            {
                value = Items[i];
                return true;
            }
        }
        value = null;
        return false;
    }

    public override TemplateSequence WithItems(IReadOnlyList<object?> items) => new TemplateTuple(items);
}
