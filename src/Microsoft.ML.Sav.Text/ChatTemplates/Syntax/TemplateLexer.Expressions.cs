using System.Text.RegularExpressions;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Syntax;

// The tokens inside a tag: names, literals and operators.
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
                throw new ChatTemplateException(openLine, $"the tag that starts here has no '{endText}'");
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
            _tokens.Add(new Token(TokenKind.String, StringLiteral.Decode(quoted[1..^1], line), line));
        }
        else if (Array.Find(Operators, text => string.CompareOrdinal(_source, _position, text, 0, text.Length) == 0) is { } text)
        {
            _position += text.Length;
            CheckBrackets(text, line, brackets);
            _tokens.Add(new Token(TokenKind.Operator, text, line));
        }
        else
        {
            throw new ChatTemplateException(line, $"unexpected character '{_source[_position]}'");
        }
    }

    private static void CheckBrackets(string text, int line, Stack<string> brackets)
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
                    throw new ChatTemplateException(line, $"unexpected '{text}' without an opening bracket");
                if (expected != text)
                    throw new ChatTemplateException(line, $"expected '{expected}', found '{text}'");
                break;
        }
    }
}
