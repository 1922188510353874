namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>Python's <c>bool</c>.</summary>
internal static class PythonTruth
{
    public static bool IsTrue(object? value) => value switch
    {
        null or Undefined => false,
        bool truth => truth,
        long number => number != 0,
        double number => number != 0,
        string text => text.Length > 0,
        TemplateSequence sequence => sequence.Items.Count > 0,
        TemplateDictionary dictionary => dictionary.Count > 0,
        _ => true,
    };
}
