using System.Collections.Frozen;
using System.Globalization;
using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Builtins;

/// <summary>The methods of Python's <c>str</c>.</summary>
internal static partial class StringMethods
{
    private static readonly FrozenDictionary<string, Function> All = new Dictionary<string, Function>
    {
        ["capitalize"] = FromString(CodePoints.Capitalize),
        ["center"] = Center,
        ["count"] = Count,
        ["endswith"] = (self, arguments, _) => ReadAffixes(arguments, "suffix").Any(suffix => Text(self).EndsWith(suffix, StringComparison.Ordinal)),
        ["find"] = (self, arguments, rendering) => Find(Text(self), arguments, last: false, rendering),
        ["index"] = (self, arguments, rendering) => Find(Text(self), arguments, last: false, rendering) is >= 0 and var index
            ? index
            : throw new TemplateRuntimeException("'index' did not find the substring"),
        ["isalnum"] = FromString(text => text.Length > 0 && text.All(char.IsLetterOrDigit)),
        ["isalpha"] = FromString(text => text.Length > 0 && text.All(char.IsLetter)),
        ["isdecimal"] = FromString(text => text.Length > 0 && text.All(char.IsDigit)),
        ["isdigit"] = FromString(text => text.Length > 0 && text.All(character => CharUnicodeInfo.GetDigitValue(character) >= 0)),
        ["isnumeric"] = FromString(text => text.Length > 0 && text.All(char.IsNumber)),
        ["islower"] = FromString(text => IsCased(text, char.IsLower, char.IsUpper)),
        ["isspace"] = FromString(text => text.Length > 0 && text.All(PythonWhitespace.Contains)),
        ["isupper"] = FromString(text => IsCased(text, char.IsUpper, char.IsLower)),
        ["join"] = (self, arguments, _) => Join(Text(self), PythonSequence.Read(arguments.Bind("iterable").Required(0))),
        ["ljust"] = (self, arguments, _) => Text(self) + CreatePadding(Text(self), arguments),
        ["lower"] = FromString(text => text.ToLowerInvariant()),
        ["lstrip"] = (self, arguments, _) => Strip(Text(self), arguments, start: true, end: false),
        ["partition"] = (self, arguments, rendering) => Partition(Text(self), arguments, last: false, rendering),
        ["removeprefix"] = (self, arguments, _) => RemovePrefix(Text(self), arguments.Bind("prefix").String(0)),
        ["removesuffix"] = (self, arguments, _) => RemoveSuffix(Text(self), arguments.Bind("suffix").String(0)),
        ["replace"] = Replace,
        ["rfind"] = (self, arguments, rendering) => Find(Text(self), arguments, last: true, rendering),
        ["rjust"] = (self, arguments, _) => CreatePadding(Text(self), arguments) + Text(self),
        ["rpartition"] = (self, arguments, rendering) => Partition(Text(self), arguments, last: true, rendering),
        ["rsplit"] = (self, arguments, rendering) => Split(Text(self), arguments, fromEnd: true, rendering),
        ["rstrip"] = (self, arguments, _) => Strip(Text(self), arguments, start: false, end: true),
        ["split"] = (self, arguments, rendering) => Split(Text(self), arguments, fromEnd: false, rendering),
        ["splitlines"] = (self, arguments, _) => new TemplateList(SplitLines(Text(self), arguments.Bind("keepends").Boolean(0))),
        ["startswith"] = (self, arguments, _) => ReadAffixes(arguments, "prefix").Any(prefix => Text(self).StartsWith(prefix, StringComparison.Ordinal)),
        ["strip"] = Strip,
        ["title"] = FromString(Title),
        ["upper"] = FromString(CodePoints.ToUpper),
        ["zfill"] = ZeroFill,
    }.ToFrozenDictionary();

    public static Function? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>Whether a string has characters of one case and none of the other.</summary>
    public static bool IsCased(string text, Func<char, bool> isCase, Func<char, bool> isOther) => text.Any(isCase) && !text.Any(isOther);

    private static Function FromString<T>(Func<string, T> method) => (self, arguments, _) =>
    {
        arguments.Bind();
        return method(Text(self));
    };

    private static string Text(object? self) => (string)self!;

    private static string Join(string separator, IReadOnlyList<object?> items)
    {
        var text = new BoundedStringBuilder();
        foreach (var (i, item) in items.Index())
        {
            text.Append(i > 0 ? separator : "").Append(item as string ??
                throw new TemplateRuntimeException($"'join' expects strings, but item {i} is of type {PythonType.GetName(item)}"));
        }

        return text.ToString();
    }

    private static string Title(string text) => string.Concat(text.Select((character, i) => i > 0 && char.IsLetter(text[i - 1])
        ? char.ToLowerInvariant(character)
        : char.ToUpperInvariant(character)));
}
