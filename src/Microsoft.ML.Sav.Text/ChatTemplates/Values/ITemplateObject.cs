namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>A value that only templates have: a function, a namespace, or the variable <c>loop</c>.</summary>
internal interface ITemplateObject
{
    /// <summary>The name of its type, for printing and error messages.</summary>
    string TypeName { get; }

    bool TryGetAttribute(string name, out object? value);
}
