using System.Runtime.CompilerServices;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Syntax;

/// <summary>The tokens of a template, read one after the other.</summary>
internal sealed class TokenStream(IReadOnlyList<Token> tokens)
{
    private int _index;

    public Token Current => tokens[_index];

    public Token Following => tokens[Math.Min(_index + 1, tokens.Count - 1)];

    /// <summary>Returns the current token and moves on; the last token stays.</summary>
    public Token Read()
    {
        var token = Current;
        if (token.Kind != TokenKind.End)
            _index++;
        return token;
    }

    public bool TryReadName(string name)
    {
        if (!Current.IsName(name))
            return false;
        Read();
        return true;
    }

    public bool TryReadOperator(string text)
    {
        if (!Current.IsOperator(text))
            return false;
        Read();
        return true;
    }

    public Token Expect(TokenKind kind, string description) => Current.Kind == kind ? Read() : throw Unexpected(description);

    public void ExpectOperator(string text)
    {
        if (!TryReadOperator(text))
            throw Unexpected($"'{text}'");
    }

    public void ExpectName(string name)
    {
        if (!TryReadName(name))
            throw Unexpected($"'{name}'");
    }

    /// <summary>Stops the parser on its way down before the stack is full, which no program survives.</summary>
    public void CheckNesting()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw TemplateSyntax.Error(Current.Line, "it is nested too deeply");
    }

    public InvalidDataException Unexpected(string expected) => TemplateSyntax.Error(Current.Line, $"expected {expected}, found {Current}");
}
