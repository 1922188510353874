namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>A list or a tuple.</summary>
internal abstract class TemplateSequence(IReadOnlyList<object?> items) : TemplateCollection(items)
{
    public IReadOnlyList<object?> Items => items;

    /// <summary>Makes a sequence of the same type.</summary>
    public abstract TemplateSequence With(IReadOnlyList<object?> items);
}
