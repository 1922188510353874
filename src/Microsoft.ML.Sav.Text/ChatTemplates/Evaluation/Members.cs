using System.Globalization;
using Microsoft.ML.Sav.Text.ChatTemplates.Functions;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;

/// <summary>
/// Attributes and items. Jinja lets each stand for the other: <c>message.role</c> looks for a method first and for a key then,
/// <c>message['role']</c> the other way round.
/// </summary>
internal static class Members
{
    public static object? Attribute(object? owner, string name)
    {
        if (owner is Undefined undefined)
            throw undefined.Error();
        if (TryGetMember(owner, name, out var value) || (owner is TemplateDictionary dictionary && dictionary.TryGet(name, out value)))
            return value;
        return Undefined.Member(owner, name);
    }

    public static object? Item(object? owner, object? key, Rendering rendering)
    {
        switch (owner)
        {
            case Undefined undefined:
                throw undefined.Error();
            case TemplateDictionary dictionary when dictionary.TryGet(key, out var found):
                return found;
            case string text when PythonNumber.TryRead(key) is long index:
                rendering.PayForReading(text);
                return (object?)CodePoints.At(text, index) ?? Undefined.Member(owner, key);
            case TemplateSequence sequence when PythonNumber.TryRead(key) is long index:
                var position = index < 0 ? index + sequence.Items.Count : index;
                return position >= 0 && position < sequence.Items.Count ? sequence.Items[(int)position] : Undefined.Member(owner, key);
            default:
                return key is string name && TryGetMember(owner, name, out var value) ? value : Undefined.Member(owner, key);
        }
    }

    /// <summary>Follows a path such as <c>function.name</c> or <c>0.text</c>, the <c>attribute</c> of many filters.</summary>
    public static object? Path(object? owner, object? path, Rendering rendering)
    {
        if (path is null)
            return owner;
        if (path is not string text)
            return Item(owner, path, rendering);
        foreach (var part in text.Split('.'))
            owner = Item(owner, long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : part, rendering);
        return owner;
    }

    private static bool TryGetMember(object? owner, string name, out object? value)
    {
        if (owner is IAttributes attributes)
            return attributes.TryGet(name, out value);
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
