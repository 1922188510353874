using System.Runtime.CompilerServices;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Syntax;

/// <summary>Reads the tokens of a template.</summary>
internal sealed class TokenStream(IReadOnlyList<Token> tokens)
{
    private int _index;

    public Token Current => tokens[_index];

    public Token Following => tokens[Math.Min(_index + 1, tokens.Count - 1)];

    /// <summary>Returns the current token and advances to the next, but not beyond the last.</summary>
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

    public Token Expect(TokenKind kind, string description) => Current.Kind == kind ? Read() : throw CreateException(description);

    public void ExpectOperator(string text)
    {
        if (!TryReadOperator(text))
            throw CreateException($"'{text}'");
    }

    public void ExpectName(string name)
    {
        if (!TryReadName(name))
            throw CreateException($"'{name}'");
    }

    /// <summary>Fails before the stack overflows, which ends the process.</summary>
    public void CheckNesting()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new ChatTemplateException(Current.Line, "it is nested too deeply");
    }

    public ChatTemplateException CreateException(string expected) => new(Current.Line, $"expected {expected}, found {Current}");
}
