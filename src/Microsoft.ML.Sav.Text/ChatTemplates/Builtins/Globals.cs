using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Builtins;

/// <summary>Jinja's and Hugging Face's global functions.</summary>
internal static class Globals
{
    private const int MaxRange = 100_000;

    public static IReadOnlyDictionary<string, object?> All { get; } = new Dictionary<string, object?>
    {
        ["range"] = new Callable(Range),
        ["dict"] = new Callable((_, arguments, rendering) => CreateDictionary("dict", arguments, rendering)),
        ["namespace"] = new Callable(CreateNamespace),
        ["raise_exception"] = new Callable(RaiseException),
        ["strftime_now"] = new Callable(StrftimeNow),
    };

    private static object? Range(object? self, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("start", "stop", "step");
        var (start, stop, step) = bound.Has(1) ? (bound.Integer(0), bound.Integer(1), bound.Integer(2, 1)) : (0, bound.Integer(0), 1);
        if (step == 0)
            throw new TemplateRuntimeException("the step of a range is zero");
        var numbers = new List<object?>();
        for (Int128 number = start; step > 0 ? number < stop : number > stop; number += step)
        {
            if (numbers.Count == MaxRange)
                throw new TemplateRuntimeException($"a range has more than {MaxRange:N0} numbers");
            numbers.Add((long)number);
        }
        return new TemplateList(numbers);
    }

    private static TemplateDictionary CreateDictionary(string function, Arguments arguments, Rendering rendering)
    {
        var pairs = arguments.Positional switch
        {
            [] => [],
            [TemplateDictionary dictionary] => DictionaryMethods.GetPairs(dictionary),
            [var other] => PythonSequence.Read(other),
            _ => throw new TemplateRuntimeException($"{function}() takes one positional argument, but is given {arguments.Positional.Count}"),
        };
        var named = arguments.Named.Select(pair => KeyValuePair.Create<object?, object?>(pair.Key, pair.Value));
        return new TemplateDictionary([.. pairs.Select(pair => ReadPair(pair, rendering)), .. named]);
    }

    private static KeyValuePair<object?, object?> ReadPair(object? value, Rendering rendering)
    {
        if (PythonSequence.Read(value) is not [var key, var item])
            throw new TemplateRuntimeException("expected pairs of a key and a value for a dictionary");
        rendering.ChargeContent(key);
        return KeyValuePair.Create(key, item);
    }

    private static object? CreateNamespace(object? self, Arguments arguments, Rendering rendering) =>
        new TemplateNamespace(CreateDictionary("namespace", arguments, rendering).Items.Select(pair => KeyValuePair.Create(PythonString.Str(pair.Key), pair.Value)));

    private static object? RaiseException(object? self, Arguments arguments, Rendering rendering) =>
        throw new TemplateRuntimeException($"it raises the exception '{PythonString.Str(arguments.Bind("message").Required(0))}'");

    private static object? StrftimeNow(object? self, Arguments arguments, Rendering rendering) =>
        Strftime.Format(rendering.TimeProvider.GetLocalNow(), arguments.Bind("format").String(0));
}
