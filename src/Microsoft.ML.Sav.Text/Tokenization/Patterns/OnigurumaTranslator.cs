using System.Text;

namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>
/// Translates a regular expression in Oniguruma's Ruby syntax to a .NET one that matches <see cref="CodePointUnits"/>: possessive
/// quantifiers become atomic groups, anchors match at lines, and sets include the stand-ins.
/// </summary>
internal sealed class OnigurumaTranslator(string pattern)
{
    private const int MaxGroupDepth = 100;
    // Outside sets, Oniguruma's \w also matches Latin-1's superscripts and fractions.
    private static readonly string WordOutsideSets = UnicodeProperty.Word + @"\u00B2\u00B3\u00B9\u00BC-\u00BE";
    private static readonly string[] GroupHeaders = ["?:", "?=", "?!", "?<=", "?<!", "?>"];
    private readonly StringBuilder _output = new();
    private readonly OnigurumaReader _reader = new(pattern);
    private int _depth;
    private bool _ignoreCase;

    public string Translate()
    {
        TranslateAlternatives();
        if (!_reader.AtEnd)
            throw new ArgumentException($"The regular expression '{pattern}' closes a group that is not open.");
        return _output.ToString();
    }

    private void TranslateAlternatives()
    {
        while (!_reader.AtEnd && _reader.Peek != ')')
        {
            if (_reader.TryRead("|"))
            {
                _output.Append('|');
                continue;
            }
            var atomStart = _output.Length;
            TranslateAtom();
            TranslateQuantifiers(atomStart);
        }
    }

    private void TranslateAtom()
    {
        switch (_reader.Read())
        {
            case '(':
                TranslateGroup();
                break;
            case '[':
                _output.Append(new OnigurumaSet(_reader, _ignoreCase).Translate());
                break;
            case '\\' when _reader.TryRead("A"):
                _output.Append(@"\A");
                break;
            case '\\' when _reader.TryRead("z"):
                _output.Append(@"\z");
                break;
            case '\\' when _reader.TryRead("w"):
                _output.Append('[').Append(WordOutsideSets).Append(']');
                break;
            case '\\' when _reader.TryRead("W"):
                _output.Append("[^").Append(WordOutsideSets).Append(']');
                break;
            case '\\':
                _output.Append('[').Append(OnigurumaSet.TranslateEscape(_reader, _ignoreCase)).Append(']');
                break;
            case '.':
                _output.Append('.');
                break;
            case '^':
                _output.Append(@"(?:\A|(?<=\n)(?!\z))");
                break;
            case '$':
                _output.Append(@"(?=\n|\z)");
                break;
            case '*' or '+' or '?':
                throw new ArgumentException($"The regular expression '{pattern}' repeats nothing at position {_reader.Position - 1}.");
            case var literal:
                _output.Append('[').Append(OnigurumaSet.TranslateLiteral(_reader, literal, _ignoreCase)).Append(']');
                break;
        }
    }

    private void TranslateGroup()
    {
        if (++_depth > MaxGroupDepth)
            throw _reader.CreateUnsupportedException($"a nesting of more than {MaxGroupDepth} groups");
        var ignoreCase = _ignoreCase;
        if (_reader.TryRead("?i)"))
        {
            // Applies up to the end of the enclosing group, including its alternatives.
            _ignoreCase = true;
            _output.Append("(?i:");
            TranslateAlternatives();
        }
        else
        {
            _output.Append('(').Append(ReadGroupHeader());
            TranslateAlternatives();
            if (_reader.AtEnd)
                throw new ArgumentException($"The regular expression '{pattern}' does not close a group.");
            _reader.Read();
        }
        _output.Append(')');
        _ignoreCase = ignoreCase;
        _depth--;
    }

    private string ReadGroupHeader()
    {
        if (_reader.TryRead("?i:"))
        {
            _ignoreCase = true;
            return "?i:";
        }
        if (_reader.Peek != '?')
            return "?:";
        return GroupHeaders.FirstOrDefault(_reader.TryRead) ?? throw _reader.CreateUnsupportedException("this kind of group");
    }

    private void TranslateQuantifiers(int atomStart)
    {
        for (var first = true; _reader.TryReadQuantifier(out var quantifier); first = false)
        {
            if (!first)
                Wrap("(?:", atomStart);
            _output.Append(quantifier);
            if (_reader.TryRead("?"))
                _output.Append(quantifier is ['{', ..] && !quantifier.Contains(',') ? throw _reader.CreateUnsupportedException("a{n}?") : '?');
            else if (quantifier[0] != '{' && _reader.TryRead("+"))
                Wrap("(?>", atomStart);
        }
    }

    private void Wrap(string opening, int atomStart) => _output.Insert(atomStart, opening).Append(')');
}
