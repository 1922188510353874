using System.Globalization;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>Python's <c>json.dumps</c>.</summary>
/// <param name="itemSeparator">The separator between items.</param>
/// <param name="keySeparator">The separator between a key and its value.</param>
/// <param name="indent">The indentation per level, or null for a single line.</param>
/// <param name="ensureAscii">Whether to escape characters outside ASCII.</param>
/// <param name="sortKeys">Whether to sort keys.</param>
internal sealed class PythonJson(string itemSeparator, string keySeparator, string? indent, bool ensureAscii, bool sortKeys)
{
    private readonly BoundedStringBuilder _text = new();

    public string Serialize(object? value)
    {
        Write(value, indent is null ? null : "\n");
        return _text.ToString();
    }

    /// <param name="value">The value.</param>
    /// <param name="newline">A newline with the indentation of the current level, or null for a single line.</param>
    private void Write(object? value, string? newline)
    {
        switch (value)
        {
            case TemplateSequence sequence:
                WriteItems('[', ']', sequence.Items, newline, Write);
                break;
            case TemplateDictionary dictionary:
                var items = sortKeys ? PythonOrder.Sort(dictionary.Items, item => item.Key) : [.. dictionary.Items];
                WriteItems('{', '}', items, newline, WritePair);
                break;
            case string text:
                _text.Append(Quote(text));
                break;
            default:
                _text.Append(FormatScalar(value));
                break;
        }
    }

    private void WriteItems<T>(char open, char close, IReadOnlyList<T> items, string? newline, Action<T, string?> writeItem)
    {
        _text.Append(open.ToString());
        var inner = newline + indent;
        foreach (var (i, item) in items.Index())
        {
            _text.Append(i > 0 ? itemSeparator : "").Append(inner);
            writeItem(item, newline is null ? null : inner);
        }
        if (items.Count > 0)
            _text.Append(newline ?? "");
        _text.Append(close.ToString());
    }

    private void WritePair(KeyValuePair<object, object?> pair, string? newline)
    {
        _text.Append(Quote(pair.Key as string ?? FormatScalar(pair.Key))).Append(keySeparator);
        Write(pair.Value, newline);
    }

    private static string FormatScalar(object? value) => value switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double.NaN => "NaN",
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        double number => PythonFloat.Repr(number),
        _ => throw new TemplateRuntimeException($"a value of type {PythonType.GetName(value)} cannot be serialized to JSON"),
    };

    private string Quote(string text)
    {
        var quoted = new BoundedStringBuilder().Append("\"");
        foreach (var character in text)
            quoted.Append(Escape(character));
        return quoted.Append("\"").ToString();
    }

    private string Escape(char character) => character switch
    {
        '"' => "\\\"",
        '\\' => @"\\",
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        '\b' => @"\b",
        '\f' => @"\f",
        < ' ' => $@"\u{(int)character:x4}",
        > '~' when ensureAscii => $@"\u{(int)character:x4}",
        _ => character.ToString(),
    };
}
