namespace Microsoft.ML.Sav.Text.ChatTemplates.Syntax;

// Postfix operators: attributes, items, calls, filters and tests.
internal sealed partial class ExpressionParser
{
    private Expression ParsePostfix(Expression target)
    {
        while (tokens.Current.Kind == TokenKind.Operator)
        {
            switch (tokens.Current.Text)
            {
                case ".":
                    tokens.Read();
                    target = ParseAttribute(target);
                    break;
                case "[":
                    tokens.Read();
                    target = ParseItem(target);
                    tokens.ExpectOperator("]");
                    break;
                case "(":
                    target = new Expression.Call(target, ParseArguments());
                    break;
                default:
                    return target;
            }
        }
        return target;
    }

    private Expression ParseAttribute(Expression target) => tokens.Current.Kind switch
    {
        TokenKind.Name => new Expression.Attribute(target, tokens.Read().Text),
        TokenKind.Integer => new Expression.Item(target, new Expression.Constant(ParseInteger(tokens.Read()))),
        _ => throw tokens.CreateException("a name or a number after '.'"),
    };

    private Expression ParseItem(Expression target)
    {
        var start = tokens.Current.IsOperator(":") ? null : ParseTuple();
        if (!tokens.TryReadOperator(":"))
            return new Expression.Item(target, start!);
        var stop = ParseSliceEnd();
        return new Expression.Slice(target, start, stop, tokens.TryReadOperator(":") ? ParseSliceEnd() : null);
    }

    private Expression? ParseSliceEnd() => tokens.Current.IsOperator(":") || tokens.Current.IsOperator("]") ? null : Parse();

    private Expression ParseFiltersAndTests(Expression operand)
    {
        while (true)
        {
            if (tokens.TryReadOperator("|"))
            {
                var (name, arguments) = ParseFilter();
                operand = new Expression.Filter(operand, name, arguments);
            }
            else if (tokens.TryReadName("is"))
            {
                operand = ParseTest(operand);
            }
            else if (tokens.Current.IsOperator("("))
            {
                operand = new Expression.Call(operand, ParseArguments());
            }
            else
            {
                return operand;
            }
        }
    }

    /// <summary>Parses a filter's name and arguments, after its <c>|</c>.</summary>
    public (string Name, CallArguments Arguments) ParseFilter()
    {
        var name = tokens.Expect(TokenKind.Name, "the name of a filter").Text;
        return (name, tokens.Current.IsOperator("(") ? ParseArguments() : CallArguments.None);
    }

    private Expression ParseTest(Expression operand)
    {
        var negated = tokens.TryReadName("not");
        var name = tokens.Expect(TokenKind.Name, "the name of a test").Text;
        var test = new Expression.Test(operand, name, ParseTestArguments());
        return negated ? new Expression.Not(test) : test;
    }

    /// <summary>Parses the arguments of a test; a single one needs no parentheses: <c>x is divisibleby 3</c>.</summary>
    private CallArguments ParseTestArguments()
    {
        var current = tokens.Current;
        if (current.IsOperator("("))
            return ParseArguments();
        var startsArgument = current.Kind is TokenKind.Name or TokenKind.String or TokenKind.Integer or TokenKind.Float ||
            current.IsOperator("[") || current.IsOperator("{");
        if (!startsArgument || current is { Kind: TokenKind.Name, Text: "else" or "or" or "and" or "if" or "in" or "not" })
            return CallArguments.None;
        if (current.IsName("is"))
            throw tokens.CreateException("an operator, as tests cannot be chained");
        return new CallArguments([ParsePostfix(ParsePrimary())], [], null, null);
    }

    private CallArguments ParseArguments()
    {
        var positional = new List<Expression>();
        var named = new List<(string, Expression)>();
        Expression? sequence = null;
        Expression? mapping = null;
        tokens.ExpectOperator("(");
        while (!tokens.Current.IsOperator(")"))
        {
            if (mapping is null && sequence is null && tokens.TryReadOperator("*"))
            {
                sequence = Parse();
            }
            else if (mapping is null && tokens.TryReadOperator("**"))
            {
                mapping = Parse();
            }
            else if (mapping is null && tokens.Current.Kind == TokenKind.Name && tokens.Following.IsOperator("="))
            {
                var name = tokens.Read().Text;
                tokens.Read();
                named.Add((name, Parse()));
            }
            else if (mapping is null && sequence is null && named.Count == 0)
            {
                positional.Add(Parse());
            }
            else
            {
                throw tokens.CreateException("a named argument, after which no positional ones are allowed,");
            }

            if (!tokens.TryReadOperator(","))
                break;
        }
        tokens.ExpectOperator(")");
        return new CallArguments(positional, named, sequence, mapping);
    }
}
