namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>A list or a tuple.</summary>
internal abstract class TemplateSequence(IReadOnlyList<object?> items) : TemplateCollection(items)
{
    public IReadOnlyList<object?> Items => items;

    /// <summary>Creates a sequence of the same type with other items.</summary>
    public abstract TemplateSequence WithItems(IReadOnlyList<object?> items);
}
