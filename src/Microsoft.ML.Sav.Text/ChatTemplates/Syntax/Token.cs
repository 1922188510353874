namespace Microsoft.ML.Sav.Text.ChatTemplates.Syntax;

/// <summary>A piece of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text.</param>
/// <param name="Line">The line it starts on, from 1.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Line)
{
    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    public bool IsOperator(string text) => Kind == TokenKind.Operator && Text == text;

    /// <summary>How an error message names the token.</summary>
    public override string ToString() => Kind switch
    {
        TokenKind.End => "the end of the template",
        TokenKind.Text => "text",
        TokenKind.String => $"the string '{Text}'",
        _ => $"'{Text}'",
    };
}
