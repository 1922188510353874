using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Builtins;

/// <summary>The methods of Python's <c>dict</c> that do not modify it.</summary>
internal static class DictionaryMethods
{
    public static Function? Find(string name) => name switch
    {
        "get" => Get,
        "items" => (self, arguments, _) => new TemplateList(GetPairs(Read(self, arguments))),
        "keys" => (self, arguments, _) => new TemplateList(Read(self, arguments).Keys),
        "values" => (self, arguments, _) => new TemplateList(Read(self, arguments).Values),
        "copy" => (self, arguments, _) => Read(self, arguments),
        _ => null,
    };

    public static IReadOnlyList<object?> GetPairs(TemplateDictionary dictionary) =>
        [.. dictionary.Items.Select(item => new TemplateTuple([item.Key, item.Value]))];

    private static object? Get(object? self, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("key", "default");
        rendering.ChargeContent(bound.Required(0));
        return ((TemplateDictionary)self!).TryGet(bound.Required(0), out var value) ? value : bound.Value(1, null);
    }

    private static TemplateDictionary Read(object? self, Arguments arguments)
    {
        arguments.Bind();
        return (TemplateDictionary)self!;
    }
}
