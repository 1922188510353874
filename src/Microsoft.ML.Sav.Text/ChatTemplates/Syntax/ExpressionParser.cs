using System.Globalization;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Syntax;

/// <summary>Parses expressions with Jinja's precedence, from <c>if else</c>, the lowest, to calls and filters, the highest.</summary>
internal sealed partial class ExpressionParser(TokenStream tokens)
{
    private readonly List<string> _names = [];

    /// <summary>The names of the variables parsed so far. A macro's signature depends on those in its body.</summary>
    public IReadOnlyList<string> Names => _names;

    public Expression Parse()
    {
        tokens.CheckNesting();
        var expression = ParseOr();
        while (tokens.TryReadName("if"))
        {
            var test = ParseOr();
            expression = new Expression.Conditional(test, expression, tokens.TryReadName("else") ? Parse() : null);
        }
        return expression;
    }

    /// <summary>Parses an expression without <c>if else</c>: the items of a loop, after which <c>if</c> starts the loop's condition.</summary>
    public Expression ParseWithoutConditional() => ParseTuple(ParseOr);

    /// <summary>Parses an expression, or a tuple of several with commas between them.</summary>
    public Expression ParseTuple() => ParseTuple(Parse);

    private Expression ParseTuple(Func<Expression> parseItem)
    {
        var first = parseItem();
        if (!tokens.Current.IsOperator(","))
            return first;
        var items = new List<Expression> { first };
        while (tokens.TryReadOperator(",") && !AtTupleEnd())
            items.Add(parseItem());
        return new Expression.TupleLiteral(items);
    }

    private bool AtTupleEnd() => tokens.Current.Kind is TokenKind.OutputEnd or TokenKind.TagEnd || tokens.Current.IsOperator(")");

    private Expression ParseOr()
    {
        var left = ParseAnd();
        while (tokens.TryReadName("or"))
            left = new Expression.Or(left, ParseAnd());
        return left;
    }

    private Expression ParseAnd()
    {
        var left = ParseNot();
        while (tokens.TryReadName("and"))
            left = new Expression.And(left, ParseNot());
        return left;
    }

    private Expression ParseNot()
    {
        tokens.CheckNesting();
        return tokens.TryReadName("not") ? new Expression.Not(ParseNot()) : ParseComparison();
    }

    private Expression ParseComparison()
    {
        var first = ParseSum();
        var rest = new List<(string, Expression)>();
        while (TryReadComparison() is { } comparison)
            rest.Add((comparison, ParseSum()));
        return rest.Count == 0 ? first : new Expression.Comparison(first, rest);
    }

    private string? TryReadComparison()
    {
        if (tokens.Current is { Kind: TokenKind.Operator, Text: "==" or "!=" or "<" or "<=" or ">" or ">=" })
            return tokens.Read().Text;
        if (tokens.TryReadName("in"))
            return "in";
        if (!tokens.Current.IsName("not") || !tokens.Following.IsName("in"))
            return null;
        tokens.Read();
        tokens.Read();
        return "not in";
    }

    private Expression ParseSum()
    {
        var left = ParseConcatenation();
        while (tokens.Current is { Kind: TokenKind.Operator, Text: "+" or "-" })
            left = new Expression.Arithmetic(tokens.Read().Text, left, ParseConcatenation());
        return left;
    }

    private Expression ParseConcatenation()
    {
        var first = ParseProduct();
        if (!tokens.Current.IsOperator("~"))
            return first;
        var items = new List<Expression> { first };
        while (tokens.TryReadOperator("~"))
            items.Add(ParseProduct());
        return new Expression.Concatenation(items);
    }

    private Expression ParseProduct()
    {
        var left = ParsePower();
        while (tokens.Current is { Kind: TokenKind.Operator, Text: "*" or "/" or "//" or "%" })
            left = new Expression.Arithmetic(tokens.Read().Text, left, ParsePower());
        return left;
    }

    private Expression ParsePower()
    {
        var left = ParseSigned();
        while (tokens.Current.IsOperator("**"))
            left = new Expression.Arithmetic(tokens.Read().Text, left, ParseSigned());
        return left;
    }

    private Expression ParseSigned() => ParseFiltersAndTests(ParseSign());

    /// <summary>Parses signs, with a higher precedence than filters and a lower one than calls: <c>-x|abs</c> is <c>(-x)|abs</c>.</summary>
    private Expression ParseSign()
    {
        tokens.CheckNesting();
        return tokens.Current is { Kind: TokenKind.Operator, Text: "+" or "-" }
            ? new Expression.Sign(tokens.Read().Text == "-", ParseSign())
            : ParsePostfix(ParsePrimary());
    }

    private Expression ParsePrimary()
    {
        var token = tokens.Current;
        switch (token)
        {
            case { Kind: TokenKind.Name }:
                return ParseName(tokens.Read());
            case { Kind: TokenKind.String }:
                return ParseString();
            case { Kind: TokenKind.Integer }:
                return new Expression.Constant(ParseInteger(tokens.Read()));
            case { Kind: TokenKind.Float }:
                return new Expression.Constant(double.Parse(tokens.Read().Text, CultureInfo.InvariantCulture));
            case { Kind: TokenKind.Operator, Text: "(" }:
                tokens.Read();
                var inner = tokens.Current.IsOperator(")") ? new Expression.TupleLiteral([]) : ParseTuple();
                tokens.ExpectOperator(")");
                return inner;
            case { Kind: TokenKind.Operator, Text: "[" }:
                return new Expression.ListLiteral(ParseItems("[", "]", Parse));
            case { Kind: TokenKind.Operator, Text: "{" }:
                return new Expression.DictionaryLiteral(ParseItems("{", "}", ParsePair));
            default:
                throw tokens.CreateException("an expression");
        }
    }

    private Expression ParseName(Token token)
    {
        switch (token.Text)
        {
            case "true" or "True":
                return new Expression.Constant(true);
            case "false" or "False":
                return new Expression.Constant(false);
            case "none" or "None":
                return new Expression.Constant(null);
            default:
                _names.Add(token.Text);
                return new Expression.Name(token.Text);
        }
    }

    private Expression ParseString()
    {
        var parts = new List<string>();
        while (tokens.Current.Kind == TokenKind.String)
            parts.Add(tokens.Read().Text);
        return new Expression.Constant(string.Concat(parts));
    }

    private static long ParseInteger(Token token)
    {
        var (digits, radix) = token.Text switch
        {
            ['0', 'b' or 'B', .. var binary] => (binary, 2),
            ['0', 'o' or 'O', .. var octal] => (octal, 8),
            ['0', 'x' or 'X', .. var hexadecimal] => (hexadecimal, 16),
            var plain => (plain, 10),
        };
        try
        {
            return radix == 10 ? long.Parse(digits, CultureInfo.InvariantCulture) : checked((long)Convert.ToUInt64(digits, radix));
        }
        catch (OverflowException)
        {
            throw new ChatTemplateException(token.Line, $"the integer {token.Text} does not fit into 64 bits");
        }
    }

    private (Expression, Expression) ParsePair()
    {
        var key = Parse();
        tokens.ExpectOperator(":");
        return (key, Parse());
    }

    private List<T> ParseItems<T>(string open, string close, Func<T> parseItem)
    {
        tokens.ExpectOperator(open);
        var items = new List<T>();
        while (!tokens.Current.IsOperator(close))
        {
            items.Add(parseItem());
            if (!tokens.TryReadOperator(","))
                break;
        }
        tokens.ExpectOperator(close);
        return items;
    }
}
