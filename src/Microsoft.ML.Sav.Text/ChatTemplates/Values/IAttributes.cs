namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>A value with named attributes of its own: a namespace, or the <c>loop</c> of a loop.</summary>
internal interface IAttributes
{
    bool TryGet(string name, out object? value);
}
