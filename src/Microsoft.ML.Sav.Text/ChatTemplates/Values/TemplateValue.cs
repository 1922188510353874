using System.Collections;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>
/// The values of a template: null, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>, <see cref="string"/>,
/// <see cref="TemplateCollection"/>, <see cref="TemplateIterator"/>, <see cref="Undefined"/> and <see cref="ITemplateObject"/>.
/// </summary>
internal static class TemplateValue
{
    /// <summary>Converts .NET lists and dictionaries with string keys.</summary>
    /// <exception cref="ArgumentException">The value, or one in it, has a type that templates do not support.</exception>
    public static object? From(object? value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return value switch
        {
            null or bool or long or double or string => value,
            IEnumerable<KeyValuePair<string, object?>> pairs =>
                new TemplateDictionary([.. pairs.Select(pair => KeyValuePair.Create<object?, object?>(pair.Key, From(pair.Value)))]),
            IEnumerable items => new TemplateList([.. items.Cast<object?>().Select(From)]),
            _ => throw new ArgumentException($"Expected a string, bool, long, double, list or dictionary as a value of a chat template, found {value.GetType().Name}."),
        };
    }

    /// <summary>The number of values in a value and of the characters in them: the time to compare or to hash it.</summary>
    public static long GetContentLength(object? value) => value switch
    {
        string text => 1 + text.Length,
        TemplateCollection collection => collection.ContentLength,
        TemplateIterator iterator => iterator.ContentLength,
        _ => 1,
    };
}
