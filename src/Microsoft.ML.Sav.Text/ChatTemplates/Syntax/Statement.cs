namespace Microsoft.ML.Sav.Text.ChatTemplates.Syntax;

/// <summary>A statement of a template.</summary>
/// <param name="Line">The line it starts at, from 1.</param>
internal abstract record Statement(int Line)
{
    /// <summary>The text outside of tags.</summary>
    public sealed record Data(int Line, string Text) : Statement(Line);

    public sealed record Output(int Line, Expression Value) : Statement(Line);

    public sealed record Set(int Line, AssignmentTarget Target, Expression Value) : Statement(Line);

    /// <summary><c>{% set x | filter %}...{% endset %}</c></summary>
    public sealed record SetBlock(int Line, AssignmentTarget Target, IReadOnlyList<(string Name, CallArguments Arguments)> Filters, IReadOnlyList<Statement> Body) : Statement(Line);

    public sealed record If(
        int Line,
        IReadOnlyList<(Expression Test, IReadOnlyList<Statement> Body)> Branches,
        IReadOnlyList<Statement> Else) : Statement(Line);

    public sealed record For(
        int Line,
        AssignmentTarget Target,
        Expression Items,
        Expression? Test,
        IReadOnlyList<Statement> Body,
        IReadOnlyList<Statement> Else) : Statement(Line);

    public sealed record Break(int Line) : Statement(Line);

    public sealed record Continue(int Line) : Statement(Line);

    public sealed record Macro(int Line, string Name, MacroSignature Signature, IReadOnlyList<Statement> Body) : Statement(Line);

    /// <summary><c>{% call(parameters) macro(arguments) %}...{% endcall %}</c></summary>
    public sealed record CallBlock(int Line, Expression.Call Call, MacroSignature Signature, IReadOnlyList<Statement> Body) : Statement(Line);

    public sealed record FilterBlock(int Line, IReadOnlyList<(string Name, CallArguments Arguments)> Filters, IReadOnlyList<Statement> Body) : Statement(Line);

    /// <summary>
    /// <c>{% generation %}...{% endgeneration %}</c>, which marks the assistant's tokens for training and only prints its body here.
    /// </summary>
    public sealed record Generation(int Line, IReadOnlyList<Statement> Body) : Statement(Line);
}
