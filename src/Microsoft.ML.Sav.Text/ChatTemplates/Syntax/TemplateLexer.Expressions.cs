using System.Text.RegularExpressions;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Syntax;

// What stands inside a tag: names, literals, operators.
internal sealed partial class TemplateLexer
{
    private static readonly string[] Operators =
    [
        "//", "**", "==", "!=", ">=", "<=",
        "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=", ".", ":", "|", ",", ";",
    ];

    [GeneratedRegex(@"\G(?<!\.)([0-9]+_)*[0-9]+((\.([0-9]+_)*[0-9]+)?[eE][+\-]?([0-9]+_)*[0-9]+|\.([0-9]+_)*[0-9]+)")]
    private static partial Regex Float();

    [GeneratedRegex(@"\G(0[bB](_?[01])+|0[oO](_?[0-7])+|0[xX](_?[0-9a-fA-F])+|[1-9](_?[0-9])*|0(_?0)*)")]
    private static partial Regex Integer();

    [GeneratedRegex(@"\G\w+")]
    private static partial Regex Name();

    [GeneratedRegex(@"\G('([^'\\]*(?:\\.[^'\\]*)*)'|""([^""\\]*(?:\\.[^""\\]*)*)"")", RegexOptions.Singleline)]
    private static partial Regex String();

    private void ReadExpression(TokenKind endKind, Regex end, string endText)
    {
        var openLine = Line();
        var brackets = new Stack<string>();
        while (true)
        {
            while (_position < _source.Length && PythonWhitespace.Contains(_source[_position]))
                _position++;
            if (_position == _source.Length)
                throw TemplateSyntax.Error(openLine, $"the tag that starts here has no '{endText}'");
            var line = Line();
            if (brackets.Count == 0 && Match(end) is not null)
            {
                _tokens.Add(new Token(endKind, endText, line));
                return;
            }
            ReadToken(line, brackets);
        }
    }

    private void ReadToken(int line, Stack<string> brackets)
    {
        if (Match(Float()) is { } number)
        {
            _tokens.Add(new Token(TokenKind.Float, number.Replace("_", ""), line));
        }
        else if (Match(Integer()) is { } integer)
        {
            _tokens.Add(new Token(TokenKind.Integer, integer.Replace("_", ""), line));
        }
        else if (Match(Name()) is { } name)
        {
            _tokens.Add(new Token(TokenKind.Name, name, line));
        }
        else if (Match(String()) is { } quoted)
        {
            _tokens.Add(new Token(TokenKind.String, StringLiteral.Unescape(quoted[1..^1], line), line));
        }
        else if (Array.Find(Operators, text => string.CompareOrdinal(_source, _position, text, 0, text.Length) == 0) is { } text)
        {
            _position += text.Length;
            Balance(text, line, brackets);
            _tokens.Add(new Token(TokenKind.Operator, text, line));
        }
        else
        {
            throw TemplateSyntax.Error(line, $"'{_source[_position]}' is not understood here");
        }
    }

    private static void Balance(string text, int line, Stack<string> brackets)
    {
        switch (text)
        {
            case "(":
                brackets.Push(")");
                break;
            case "[":
                brackets.Push("]");
                break;
            case "{":
                brackets.Push("}");
                break;
            case ")" or "]" or "}":
                if (!brackets.TryPop(out var expected))
                    throw TemplateSyntax.Error(line, $"'{text}' closes a bracket that was not opened");
                if (expected != text)
                    throw TemplateSyntax.Error(line, $"expected '{expected}', found '{text}'");
                break;
        }
    }
}
