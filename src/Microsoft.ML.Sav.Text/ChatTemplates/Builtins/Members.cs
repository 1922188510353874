using System.Globalization;
using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Builtins;

/// <summary>
/// Attributes and items. Jinja falls back from one to the other: <c>message.role</c> is an attribute or method, else a key;
/// <c>message['role']</c> is a key, else an attribute or method.
/// </summary>
internal static class Members
{
    public static object? GetAttribute(object? owner, string name)
    {
        if (owner is Undefined undefined)
            throw undefined.CreateException();
        if (TryGetMember(owner, name, out var value) || (owner is TemplateDictionary dictionary && dictionary.TryGet(name, out value)))
            return value;
        return Undefined.FromMember(owner, name);
    }

    public static object? GetItem(object? owner, object? key, Rendering rendering)
    {
        switch (owner)
        {
            case Undefined undefined:
                throw undefined.CreateException();
            case TemplateDictionary dictionary when TryGetValue(dictionary, key, rendering, out var found):
                return found;
            case string text when PythonNumber.TryRead(key) is long index:
                rendering.ChargeRead(text);
                return (object?)CodePoints.GetAt(text, index) ?? Undefined.FromMember(owner, key);
            case TemplateSequence sequence when PythonNumber.TryRead(key) is long index:
                var position = index < 0 ? index + sequence.Items.Count : index;
                return position >= 0 && position < sequence.Items.Count ? sequence.Items[(int)position] : Undefined.FromMember(owner, key);
            default:
                return key is string name && TryGetMember(owner, name, out var value) ? value : Undefined.FromMember(owner, key);
        }
    }

    /// <summary>Follows a path such as <c>function.name</c> or <c>0.text</c>, the parameter <c>attribute</c> of filters.</summary>
    public static object? GetPath(object? owner, object? path, Rendering rendering)
    {
        if (path is null)
            return owner;
        if (path is not string text)
            return GetItem(owner, path, rendering);
        rendering.ChargeRead(text);
        foreach (var part in text.Split('.'))
            owner = GetItem(owner, long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : part, rendering);
        return owner;
    }

    private static bool TryGetValue(TemplateDictionary dictionary, object? key, Rendering rendering, out object? value)
    {
        rendering.ChargeContent(key);
        return dictionary.TryGet(key, out value);
    }

    /// <summary>Finds an attribute or a method.</summary>
    public static bool TryGetMember(object? owner, string name, out object? value)
    {
        if (owner is ITemplateObject templateObject)
            return templateObject.TryGetAttribute(name, out value);
        if (owner is TemplateTuple tuple && tuple.TryGetNamed(name, out value))
            return true;
        var method = owner switch
        {
            string => StringMethods.Find(name),
            TemplateSequence => SequenceMethods.Find(name),
            TemplateDictionary => DictionaryMethods.Find(name),
            _ => null,
        };
        value = method is null ? null : new Callable(method, owner);
        return method is not null;
    }
}
