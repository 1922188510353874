namespace Microsoft.ML.Sav.Text.ChatTemplates.Syntax;

// Macros and call blocks.
internal sealed partial class TemplateParser
{
    private Statement.Macro ParseMacro(Token tag)
    {
        var name = ParseVariableName();
        var parameters = ParseParameters();
        var (body, signature) = ParseMacroBody(tag, parameters);
        return new Statement.Macro(tag.Line, name, signature, body);
    }

    private Statement.CallBlock ParseCall(Token tag)
    {
        var parameters = _tokens.Current.IsOperator("(") ? ParseParameters() : [];
        if (_expressions.Parse() is not Expression.Call call)
            throw new ChatTemplateException(tag.Line, "expected the call of a macro after 'call'");
        var (body, signature) = ParseMacroBody(tag, parameters);
        return new Statement.CallBlock(tag.Line, call, signature, body);
    }

    private (List<Statement> Body, MacroSignature Signature) ParseMacroBody(Token tag, List<(string Name, Expression?)> parameters)
    {
        var firstName = _expressions.Names.Count;
        var loops = _loops;
        _loops = 0;
        var body = ParseWholeBody(tag);
        _loops = loops;
        var names = _expressions.Names.Skip(firstName).Except(parameters.Select(parameter => parameter.Name)).ToHashSet();
        return (body, new MacroSignature(parameters, names.Contains("varargs"), names.Contains("kwargs"), names.Contains("caller")));
    }

    private List<(string, Expression?)> ParseParameters()
    {
        var parameters = new List<(string, Expression? Default)>();
        _tokens.ExpectOperator("(");
        while (!_tokens.Current.IsOperator(")"))
        {
            var line = _tokens.Current.Line;
            var name = ParseVariableName();
            var value = _tokens.TryReadOperator("=") ? _expressions.Parse() : null;
            if (value is null && parameters is [.., { Default: not null }])
                throw new ChatTemplateException(line, $"the parameter '{name}' without a default follows one with a default");
            parameters.Add((name, value));
            if (!_tokens.TryReadOperator(","))
                break;
        }
        _tokens.ExpectOperator(")");
        return parameters;
    }
}
