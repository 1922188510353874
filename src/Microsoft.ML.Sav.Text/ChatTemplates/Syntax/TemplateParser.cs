namespace Microsoft.ML.Sav.Text.ChatTemplates.Syntax;

/// <summary>Parses a template into statements.</summary>
internal sealed partial class TemplateParser
{
    private readonly TokenStream _tokens;
    private readonly ExpressionParser _expressions;
    private int _loops; // The depth of loops inside the current template or macro.

    private TemplateParser(string source)
    {
        _tokens = new TokenStream(TemplateLexer.Tokenize(source));
        _expressions = new ExpressionParser(_tokens);
    }

    /// <exception cref="ChatTemplateException">The template is not valid Jinja, or uses what is not supported.</exception>
    public static IReadOnlyList<Statement> Parse(string source) => new TemplateParser(source).ParseUntil(null, []);

    /// <summary>Parses statements up to one of the tags in <paramref name="ends"/>, whose name becomes the current token.</summary>
    private List<Statement> ParseUntil(Token? opening, ReadOnlySpan<string> ends)
    {
        _tokens.CheckNesting();
        var body = new List<Statement>();
        while (true)
        {
            var token = _tokens.Current;
            switch (token.Kind)
            {
                case TokenKind.Data:
                    body.Add(new Statement.Data(token.Line, _tokens.Read().Text));
                    break;
                case TokenKind.OutputStart:
                    _tokens.Read();
                    body.Add(new Statement.Output(token.Line, _expressions.ParseTuple()));
                    _tokens.Expect(TokenKind.OutputEnd, "'}}'");
                    break;
                case TokenKind.TagStart:
                    _tokens.Read();
                    if (_tokens.Current.Kind == TokenKind.Name && ends.Contains(_tokens.Current.Text))
                        return body;
                    body.Add(ParseStatement());
                    _tokens.Expect(TokenKind.TagEnd, "'%}'");
                    break;
                default:
                    if (opening is { } tag)
                        throw new ChatTemplateException(token.Line, $"expected {{% {ends[^1]} %}} for the '{tag.Text}' of line {tag.Line}, found {token}");
                    return body;
            }
        }
    }

    /// <summary>Parses the body of the tag <paramref name="opening"/>, up to the name of the tag that ends it.</summary>
    private List<Statement> ParseBody(Token opening, params ReadOnlySpan<string> ends)
    {
        _tokens.Expect(TokenKind.TagEnd, "'%}'");
        return ParseUntil(opening, ends);
    }

    private List<Statement> ParseWholeBody(Token opening)
    {
        var body = ParseBody(opening, $"end{opening.Text}");
        _tokens.Read();
        return body;
    }

    private Statement ParseStatement()
    {
        var tag = _tokens.Expect(TokenKind.Name, "the name of a tag");
        return tag.Text switch
        {
            "if" => ParseIf(tag),
            "for" => ParseFor(tag),
            "set" => ParseSet(tag),
            "macro" => ParseMacro(tag),
            "call" => ParseCall(tag),
            "filter" => new Statement.FilterBlock(tag.Line, ParseFilters(_expressions.ParseFilter()), ParseWholeBody(tag)),
            "generation" => new Statement.Generation(tag.Line, ParseWholeBody(tag)),
            "break" when _loops > 0 => new Statement.Break(tag.Line),
            "continue" when _loops > 0 => new Statement.Continue(tag.Line),
            "break" or "continue" => throw new ChatTemplateException(tag.Line, $"'{tag.Text}' is outside of a loop"),
            _ => throw new ChatTemplateException(tag.Line, $"expected a tag such as 'if', 'for' or 'set', found '{tag.Text}'"),
        };
    }

    private Statement.If ParseIf(Token tag)
    {
        var branches = new List<(Expression, IReadOnlyList<Statement>)>();
        while (true)
        {
            var test = _expressions.ParseWithoutConditional();
            branches.Add((test, ParseBody(tag, "elif", "else", "endif")));
            var next = _tokens.Read().Text;
            if (next == "elif")
                continue;
            var elseBody = next == "else" ? ParseBody(tag, "endif") : [];
            if (next == "else")
                _tokens.Read();
            return new Statement.If(tag.Line, branches, elseBody);
        }
    }

    private Statement.For ParseFor(Token tag)
    {
        var target = ParseTarget(inLoop: true);
        _tokens.ExpectName("in");
        var items = _expressions.ParseWithoutConditional();
        var test = _tokens.TryReadName("if") ? _expressions.Parse() : null;
        if (_tokens.Current.IsName("recursive"))
            throw new ChatTemplateException(tag.Line, "recursive loops are not supported");
        _loops++;
        var body = ParseBody(tag, "else", "endfor");
        _loops--;
        var hasElse = _tokens.Read().Text == "else";
        var elseBody = hasElse ? ParseBody(tag, "endfor") : [];
        if (hasElse)
            _tokens.Read();
        return new Statement.For(tag.Line, target, items, test, body, elseBody);
    }

    private Statement ParseSet(Token tag)
    {
        var target = ParseTarget(inLoop: false);
        if (_tokens.TryReadOperator("="))
            return new Statement.Set(tag.Line, target, _expressions.ParseTuple());
        return new Statement.SetBlock(tag.Line, target, ParseFilters(), ParseWholeBody(tag));
    }

    private AssignmentTarget ParseTarget(bool inLoop)
    {
        var first = ParseSingleTarget(inLoop);
        if (!_tokens.Current.IsOperator(","))
            return first;
        var items = new List<AssignmentTarget> { first };
        while (_tokens.TryReadOperator(",") && (_tokens.Current.IsOperator("(") || _tokens.Current is { Kind: TokenKind.Name, Text: not "in" }))
            items.Add(ParseSingleTarget(inLoop));
        return new AssignmentTarget.Unpacking(items);
    }

    private AssignmentTarget ParseSingleTarget(bool inLoop)
    {
        _tokens.CheckNesting();
        if (_tokens.TryReadOperator("("))
        {
            var inner = ParseTarget(inLoop);
            _tokens.ExpectOperator(")");
            return inner;
        }
        var name = ParseVariableName();
        return !inLoop && _tokens.TryReadOperator(".")
            ? new AssignmentTarget.NamespaceAttribute(name, _tokens.Expect(TokenKind.Name, "the name of an attribute").Text)
            : new AssignmentTarget.Variable(name);
    }

    private string ParseVariableName()
    {
        if (_tokens.Current is { Kind: TokenKind.Name, Text: "true" or "True" or "false" or "False" or "none" or "None" })
            throw _tokens.CreateException("the name of a variable");
        return _tokens.Expect(TokenKind.Name, "the name of a variable").Text;
    }

    private List<(string, CallArguments)> ParseFilters(params ReadOnlySpan<(string, CallArguments)> first)
    {
        var filters = new List<(string, CallArguments)>();
        filters.AddRange(first);
        while (_tokens.TryReadOperator("|"))
            filters.Add(_expressions.ParseFilter());
        return filters;
    }
}
