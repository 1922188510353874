namespace Microsoft.ML.Sav.Text.ChatTemplates.Syntax;

/// <summary>A token of a template.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Text">The text.</param>
/// <param name="Line">The line it starts at, from 1.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Line)
{
    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    public bool IsOperator(string text) => Kind == TokenKind.Operator && Text == text;

    /// <summary>The token in error messages.</summary>
    public override string ToString() => Kind switch
    {
        TokenKind.End => "the end of the template",
        TokenKind.Data => "text",
        TokenKind.String => $"the string '{Text}'",
        _ => $"'{Text}'",
    };
}
