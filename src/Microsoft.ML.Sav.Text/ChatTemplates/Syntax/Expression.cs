namespace Microsoft.ML.Sav.Text.ChatTemplates.Syntax;

/// <summary>An expression of a template.</summary>
internal abstract record Expression
{
    public sealed record Constant(object? Value) : Expression;

    public sealed record Name(string Identifier) : Expression;

    public sealed record ListLiteral(IReadOnlyList<Expression> Items) : Expression;

    public sealed record TupleLiteral(IReadOnlyList<Expression> Items) : Expression;

    public sealed record DictionaryLiteral(IReadOnlyList<(Expression Key, Expression Value)> Items) : Expression;

    public sealed record Conditional(Expression Condition, Expression WhenTrue, Expression? WhenFalse) : Expression;

    public sealed record Or(Expression Left, Expression Right) : Expression;

    public sealed record And(Expression Left, Expression Right) : Expression;

    public sealed record Not(Expression Operand) : Expression;

    public sealed record Sign(bool Negative, Expression Operand) : Expression;

    /// <summary><c>+ - * / // % **</c></summary>
    public sealed record Arithmetic(string Operator, Expression Left, Expression Right) : Expression;

    /// <summary><c>a &lt; b &lt;= c</c>, which is true if each comparison is, as in Python.</summary>
    public sealed record Comparison(Expression First, IReadOnlyList<(string Operator, Expression Operand)> Rest) : Expression;

    /// <summary><c>a ~ b ~ c</c></summary>
    public sealed record Concatenation(IReadOnlyList<Expression> Items) : Expression;

    /// <summary><c>target.name</c></summary>
    public sealed record Attribute(Expression Target, string Identifier) : Expression;

    /// <summary><c>target[key]</c></summary>
    public sealed record Item(Expression Target, Expression Key) : Expression;

    /// <summary><c>target[start:stop:step]</c></summary>
    public sealed record Slice(Expression Target, Expression? Start, Expression? Stop, Expression? Step) : Expression;

    public sealed record Call(Expression Target, CallArguments Arguments) : Expression;

    /// <summary><c>operand | name(arguments)</c></summary>
    public sealed record Filter(Expression Operand, string Identifier, CallArguments Arguments) : Expression;

    /// <summary><c>operand is name(arguments)</c></summary>
    public sealed record Test(Expression Operand, string Identifier, CallArguments Arguments) : Expression;
}
