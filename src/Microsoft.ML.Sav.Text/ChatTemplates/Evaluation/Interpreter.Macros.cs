using Microsoft.ML.Sav.Text.ChatTemplates.Syntax;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;

// Macros see the variables around their definition, not those around their call.
internal sealed partial class Interpreter
{
    private const string Caller = "caller";

    private string CallMacro(string name, MacroSignature signature, IReadOnlyList<Statement> body, Arguments arguments, Scope outer)
    {
        var line = rendering.Line;
        var scope = new Scope(outer);
        BindParameters(name, signature, arguments, scope);
        var text = Render(body, scope);
        rendering.Line = line;
        return text;
    }

    private void BindParameters(string name, MacroSignature signature, Arguments arguments, Scope scope)
    {
        var named = new Dictionary<string, object?>(arguments.Named);
        foreach (var (i, (parameter, defaultValue)) in signature.Parameters.Index())
        {
            var isNamed = named.Remove(parameter, out var value);
            if (isNamed && i < arguments.Positional.Count)
                throw new InvalidDataException($"the macro '{name}' is given '{parameter}' twice");
            if (i < arguments.Positional.Count)
                value = arguments.Positional[i];
            else if (!isNamed)
                value = defaultValue is null ? Undefined.Variable(parameter) : Evaluate(defaultValue, scope);
            scope.Set(parameter, value);
        }
        if (signature.UsesCaller)
            scope.Set(Caller, named.Remove(Caller, out var caller) ? caller : Undefined.Variable(Caller));
        if (signature.UsesVarargs)
            scope.Set("varargs", new TemplateTuple([.. arguments.Positional.Skip(signature.Parameters.Count)]));
        else if (arguments.Positional.Count > signature.Parameters.Count)
            throw new InvalidDataException($"the macro '{name}' takes {signature.Parameters.Count} arguments, but is given {arguments.Positional.Count}");
        if (signature.UsesKwargs)
            scope.Set("kwargs", new TemplateDictionary([.. named.Select(pair => KeyValuePair.Create<object?, object?>(pair.Key, pair.Value))]));
        else if (named.Count > 0)
            throw new InvalidDataException($"the macro '{name}' has no parameter '{named.Keys.First()}'");
    }

    private object? CallWithBody(Statement.CallBlock block, Scope scope)
    {
        var caller = new Callable((_, arguments, _) => CallMacro(Caller, block.Signature, block.Body, arguments, scope));
        var arguments = EvaluateArguments(block.Call.Arguments, scope);
        return Call(Evaluate(block.Call.Target, scope), arguments with { Named = new Dictionary<string, object?>(arguments.Named) { [Caller] = caller } });
    }
}
