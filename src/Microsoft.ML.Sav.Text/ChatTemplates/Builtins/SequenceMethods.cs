using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Builtins;

/// <summary>The methods of Python's <c>list</c> and <c>tuple</c> that do not modify it.</summary>
internal static class SequenceMethods
{
    public static Function? Find(string name) => name switch
    {
        "count" => Count,
        "index" => FindIndex,
        "copy" => (self, _, _) => self,
        _ => null,
    };

    private static object? Count(object? self, Arguments arguments, Rendering rendering)
    {
        var value = arguments.Bind("value").Required(0);
        rendering.ChargeMembership(self, value);
        return ((TemplateSequence)self!).Items.LongCount(item => PythonEquality.AreEqual(item, value));
    }

    private static object? FindIndex(object? self, Arguments arguments, Rendering rendering)
    {
        var value = arguments.Bind("value").Required(0);
        rendering.ChargeMembership(self, value);
        foreach (var (i, item) in ((TemplateSequence)self!).Items.Index())
        {
            if (PythonEquality.AreEqual(item, value))
                return (long)i;
        }
        throw new TemplateRuntimeException("'index' did not find the item in the list");
    }
}
