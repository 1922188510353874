namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>Python's <c>list</c>.</summary>
internal sealed class TemplateList(IReadOnlyList<object?> items) : TemplateSequence(items)
{
    public override TemplateSequence WithItems(IReadOnlyList<object?> items) => new TemplateList(items);
}
