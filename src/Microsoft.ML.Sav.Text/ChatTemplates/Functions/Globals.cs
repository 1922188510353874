using Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Functions;

/// <summary>The functions that every template may call.</summary>
internal static class Globals
{
    private const int MaxRange = 100_000;

    /// <summary>A scope that holds the functions.</summary>
    public static Scope CreateScope()
    {
        var scope = new Scope();
        scope.Set("range", new Callable(Range));
        scope.Set("dict", new Callable((_, arguments, _) => Dict("dict", arguments)));
        scope.Set("namespace", new Callable(Namespace));
        scope.Set("raise_exception", new Callable(RaiseException));
        scope.Set("strftime_now", new Callable(StrftimeNow));
        return scope;
    }

    private static object? Range(object? self, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("start", "stop", "step");
        var (start, stop, step) = bound.Has(1) ? (bound.Integer(0), bound.Integer(1), bound.Integer(2, 1)) : (0, bound.Integer(0), 1);
        if (step == 0)
            throw new InvalidDataException("the step of a range is zero");
        var numbers = new List<object?>();
        for (Int128 number = start; step > 0 ? number < stop : number > stop; number += step)
        {
            if (numbers.Count == MaxRange)
                throw new InvalidDataException($"a range has more than {MaxRange:N0} numbers");
            numbers.Add((long)number);
        }
        return new TemplateList(numbers);
    }

    private static TemplateDictionary Dict(string function, Arguments arguments)
    {
        var pairs = arguments.Positional switch
        {
            [] => [],
            [TemplateDictionary dictionary] => DictionaryMethods.Pairs(dictionary),
            [var other] => PythonSequence.Read(other),
            _ => throw new InvalidDataException($"{function}() takes one positional argument, but is given {arguments.Positional.Count}"),
        };
        var named = arguments.Named.Select(pair => KeyValuePair.Create<object?, object?>(pair.Key, pair.Value));
        return new TemplateDictionary([.. pairs.Select(Pair), .. named]);
    }

    private static KeyValuePair<object?, object?> Pair(object? value) => PythonSequence.Read(value) is [var key, var item]
        ? KeyValuePair.Create(key, item)
        : throw new InvalidDataException("a dictionary is made of pairs of a key and a value");

    private static object? Namespace(object? self, Arguments arguments, Rendering rendering) =>
        new TemplateNamespace(Dict("namespace", arguments).Items.Select(pair => KeyValuePair.Create(PythonText.Print(pair.Key), pair.Value)));

    private static object? RaiseException(object? self, Arguments arguments, Rendering rendering) =>
        throw new ChatTemplateException(PythonText.Print(arguments.Bind("message").Required(0)));

    private static object? StrftimeNow(object? self, Arguments arguments, Rendering rendering) =>
        Strftime.Format(rendering.TimeProvider.GetLocalNow(), arguments.Bind("format").Text(0));
}
