namespace Microsoft.ML.Sav.Text.ChatTemplates.Syntax;

/// <summary>The arguments of a call before evaluation: <c>(a, name=b, *sequence, **mapping)</c>.</summary>
internal sealed record CallArguments(
    IReadOnlyList<Expression> Positional,
    IReadOnlyList<(string Name, Expression Value)> Named,
    Expression? Sequence,
    Expression? Mapping)
{
    public static CallArguments None { get; } = new([], [], null, null);
}
