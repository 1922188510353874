using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Syntax;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;

/// <summary>Assigns the arguments of a macro call to the macro's parameters.</summary>
internal static class MacroParameters
{
    /// <summary>The name of the parameter through which a macro receives the body of a <c>call</c> block.</summary>
    public const string Caller = "caller";

    public static void Bind(string macro, MacroSignature signature, Arguments arguments, Scope scope, ExpressionEvaluator expressions)
    {
        var named = new Dictionary<string, object?>(arguments.Named);
        foreach (var (i, (parameter, defaultValue)) in signature.Parameters.Index())
        {
            var isNamed = named.Remove(parameter, out var value);
            if (isNamed && i < arguments.Positional.Count)
                throw new TemplateRuntimeException($"the macro '{macro}' is given '{parameter}' twice");
            if (i < arguments.Positional.Count)
                value = arguments.Positional[i];
            else if (!isNamed)
                value = defaultValue is null ? Undefined.FromVariable(parameter) : expressions.Evaluate(defaultValue, scope);
            scope.Set(parameter, value);
        }
        if (signature.UsesCaller)
            scope.Set(Caller, named.Remove(Caller, out var caller) ? caller : Undefined.FromVariable(Caller));
        if (signature.UsesVarargs)
            scope.Set("varargs", new TemplateTuple([.. arguments.Positional.Skip(signature.Parameters.Count)]));
        else if (arguments.Positional.Count > signature.Parameters.Count)
            throw new TemplateRuntimeException($"the macro '{macro}' takes {signature.Parameters.Count} arguments, but is given {arguments.Positional.Count}");
        if (signature.UsesKwargs)
            scope.Set("kwargs", new TemplateDictionary([.. named.Select(pair => KeyValuePair.Create<object?, object?>(pair.Key, pair.Value))]));
        else if (named.Count > 0)
            throw new TemplateRuntimeException($"the macro '{macro}' has no parameter '{named.Keys.First()}'");
    }
}
