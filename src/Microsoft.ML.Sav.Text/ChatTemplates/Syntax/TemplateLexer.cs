using System.Text.RegularExpressions;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Syntax;

/// <summary>
/// Splits a template into tokens by Jinja's rules, with <c>trim_blocks</c> and <c>lstrip_blocks</c> as Hugging Face sets them: the
/// newline after a tag and the white space before it on its line are removed.
/// </summary>
internal sealed partial class TemplateLexer
{
    private readonly string _source;
    private readonly List<Token> _tokens = [];
    private int _position;
    private int _line = 1;
    private int _lineCountedTo;

    private TemplateLexer(string source)
    {
        _source = source.Replace("\r\n", "\n").Replace('\r', '\n');
        if (_source.EndsWith('\n'))
            _source = _source[..^1];
    }

    [GeneratedRegex(@"\{[{%#][-+]?")]
    private static partial Regex TagStart();

    [GeneratedRegex(@"\G(\+%\}|-%\}\s*|%\}\n?)")]
    private static partial Regex TagEnd();

    [GeneratedRegex(@"\G(-\}\}\s*|\}\})")]
    private static partial Regex OutputEnd();

    [GeneratedRegex(@"\+#\}|-#\}\s*|#\}\n?")]
    private static partial Regex CommentEnd();

    [GeneratedRegex(@"\G\{%[-+]?\s*raw\s*(-%\}\s*|%\})")]
    private static partial Regex RawStart();

    [GeneratedRegex(@"\{%[-+]?\s*endraw\s*(\+%\}|-%\}\s*|%\}\n?)")]
    private static partial Regex RawEnd();

    /// <summary>The tokens of a template; the last one is <see cref="TokenKind.End"/>.</summary>
    public static IReadOnlyList<Token> Tokenize(string source)
    {
        var lexer = new TemplateLexer(source);
        lexer.Run();
        return lexer._tokens;
    }

    private void Run()
    {
        while (TagStart().Match(_source, _position) is { Success: true } tag)
        {
            AddDataBefore(tag);
            if (Match(RawStart()) is not null)
            {
                AddDataBefore(Find(RawEnd(), "the raw block", "{% endraw %}"));
                Match(RawEnd());
                continue;
            }
            _position = tag.Index + tag.Length;
            switch (tag.Value[1])
            {
                case '#':
                    var end = Find(CommentEnd(), "the comment", "#}");
                    _position = end.Index + end.Length;
                    break;
                case '{':
                    Add(TokenKind.OutputStart, "{{");
                    ReadExpression(TokenKind.OutputEnd, OutputEnd(), "}}");
                    break;
                default:
                    Add(TokenKind.TagStart, "{%");
                    ReadExpression(TokenKind.TagEnd, TagEnd(), "%}");
                    break;
            }
        }
        AddData(_source[_position..]);
        _position = _source.Length;
        Add(TokenKind.End, "");
    }

    private void AddDataBefore(Match tag)
    {
        var text = _source[_position..tag.Index];
        if (tag.Value[2..].StartsWith('-'))
            text = PythonWhitespace.TrimEnd(text);
        else if (!tag.Value[2..].StartsWith('+') && tag.Value[1] != '{')
            text = TrimIndentation(text);
        AddData(text);
        _position = tag.Index;
    }

    private string TrimIndentation(string text)
    {
        var lineStart = text.LastIndexOf('\n') + 1;
        var startsLine = lineStart > 0 || _position == 0 || _source[_position - 1] == '\n';
        return startsLine && PythonWhitespace.TrimEnd(text[lineStart..]).Length == 0 ? text[..lineStart] : text;
    }

    private void AddData(string text)
    {
        if (text.Length > 0)
            Add(TokenKind.Data, text);
    }

    private void Add(TokenKind kind, string text) => _tokens.Add(new Token(kind, text, Line()));

    private Match Find(Regex end, string what, string name)
    {
        var match = end.Match(_source, _position);
        return match.Success ? match : throw new ChatTemplateException(Line(), $"{what} that starts here has no '{name}'");
    }

    private string? Match(Regex pattern)
    {
        var match = pattern.Match(_source, _position);
        if (!match.Success)
            return null;
        _position += match.Length;
        return match.Value;
    }

    private int Line()
    {
        for (; _lineCountedTo < _position; _lineCountedTo++)
        {
            if (_source[_lineCountedTo] == '\n')
                _line++;
        }

        return _line;
    }
}
