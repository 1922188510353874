using System.Collections.Frozen;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Functions;

/// <summary>The methods of Python's <c>str</c>.</summary>
internal static partial class StringMethods
{
    private static readonly FrozenDictionary<string, Function> All = new Dictionary<string, Function>
    {
        ["capitalize"] = Simple(CodePoints.Capitalize),
        ["center"] = Center,
        ["count"] = Count,
        ["endswith"] = (self, arguments, _) => Affixes(arguments, "suffix").Any(suffix => Text(self).EndsWith(suffix, StringComparison.Ordinal)),
        ["find"] = (self, arguments, _) => Find(Text(self), arguments, last: false),
        ["index"] = (self, arguments, _) => Find(Text(self), arguments, last: false) is >= 0 and var index ? index : throw NotFound(),
        ["isalnum"] = Simple(text => text.Length > 0 && text.All(char.IsLetterOrDigit)),
        ["isalpha"] = Simple(text => text.Length > 0 && text.All(char.IsLetter)),
        ["isdecimal"] = Simple(text => text.Length > 0 && text.All(char.IsDigit)),
        ["isdigit"] = Simple(text => text.Length > 0 && text.All(char.IsDigit)),
        ["isnumeric"] = Simple(text => text.Length > 0 && text.All(char.IsNumber)),
        ["islower"] = Simple(text => IsCased(text, char.IsLower, char.IsUpper)),
        ["isspace"] = Simple(text => text.Length > 0 && text.All(PythonWhitespace.Contains)),
        ["isupper"] = Simple(text => IsCased(text, char.IsUpper, char.IsLower)),
        ["join"] = (self, arguments, _) => Join(Text(self), PythonSequence.Read(arguments.Bind("iterable").Required(0))),
        ["ljust"] = (self, arguments, _) => Text(self) + Padding(Text(self), arguments),
        ["lower"] = Simple(text => text.ToLowerInvariant()),
        ["lstrip"] = (self, arguments, _) => Strip(Text(self), arguments, start: true, end: false),
        ["partition"] = (self, arguments, _) => Partition(Text(self), arguments, last: false),
        ["removeprefix"] = (self, arguments, _) => RemovePrefix(Text(self), arguments.Bind("prefix").Text(0)),
        ["removesuffix"] = (self, arguments, _) => RemoveSuffix(Text(self), arguments.Bind("suffix").Text(0)),
        ["replace"] = Replace,
        ["rfind"] = (self, arguments, _) => Find(Text(self), arguments, last: true),
        ["rjust"] = (self, arguments, _) => Padding(Text(self), arguments) + Text(self),
        ["rpartition"] = (self, arguments, _) => Partition(Text(self), arguments, last: true),
        ["rsplit"] = (self, arguments, _) => Split(Text(self), arguments, fromEnd: true),
        ["rstrip"] = (self, arguments, _) => Strip(Text(self), arguments, start: false, end: true),
        ["split"] = (self, arguments, _) => Split(Text(self), arguments, fromEnd: false),
        ["splitlines"] = (self, arguments, _) => new TemplateList(Lines(Text(self), arguments.Bind("keepends").Truth(0))),
        ["startswith"] = (self, arguments, _) => Affixes(arguments, "prefix").Any(prefix => Text(self).StartsWith(prefix, StringComparison.Ordinal)),
        ["strip"] = Strip,
        ["title"] = Simple(Title),
        ["upper"] = Simple(text => text.ToUpperInvariant()),
        ["zfill"] = ZeroFill,
    }.ToFrozenDictionary();

    public static Function? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>Whether a text has letters of one case and none of the other.</summary>
    public static bool IsCased(string text, Func<char, bool> isCase, Func<char, bool> isOther) => text.Any(isCase) && !text.Any(isOther);

    private static Function Simple<T>(Func<string, T> method) => (self, arguments, _) =>
    {
        arguments.Bind();
        return method(Text(self));
    };

    private static string Text(object? self) => (string)self!;

    private static string Join(string separator, IReadOnlyList<object?> items)
    {
        var text = new BoundedText();
        foreach (var (i, item) in items.Index())
        {
            text.Append(i > 0 ? separator : "").Append(item as string ??
                throw new InvalidDataException($"'join' needs texts, but item {i} is of type {PythonType.NameOf(item)}"));
        }

        return text.ToString();
    }

    private static string Title(string text) => string.Concat(text.Select((character, i) => i > 0 && char.IsLetter(text[i - 1])
        ? char.ToLowerInvariant(character)
        : char.ToUpperInvariant(character)));
}
