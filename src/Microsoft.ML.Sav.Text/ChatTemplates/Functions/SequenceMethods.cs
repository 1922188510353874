using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Functions;

/// <summary>The methods of Python's <c>list</c> and <c>tuple</c> that change nothing.</summary>
internal static class SequenceMethods
{
    public static Function? Find(string name) => name switch
    {
        "count" => (self, arguments, _) =>
            ((TemplateSequence)self!).Items.LongCount(item => PythonEquality.AreEqual(item, arguments.Bind("value").Required(0))),
        "index" => (self, arguments, _) => IndexOf(((TemplateSequence)self!).Items, arguments.Bind("value").Required(0)),
        "copy" => (self, _, _) => self,
        _ => null,
    };

    private static object IndexOf(IReadOnlyList<object?> items, object? value)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (PythonEquality.AreEqual(items[i], value))
                return (long)i;
        }

        throw new InvalidDataException("the list does not have the item that 'index' looks for");
    }
}
