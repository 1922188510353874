namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>Python's <c>tuple</c>.</summary>
internal sealed class TemplateTuple(IReadOnlyList<object?> items) : TemplateSequence(items)
{
    public override TemplateSequence WithItems(IReadOnlyList<object?> items) => new TemplateTuple(items);
}
