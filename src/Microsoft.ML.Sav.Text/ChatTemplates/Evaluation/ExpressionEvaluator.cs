using Microsoft.ML.Sav.Text.ChatTemplates.Builtins;
using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Syntax;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;

/// <summary>Evaluates the expressions of a template.</summary>
internal sealed class ExpressionEvaluator(Rendering rendering)
{
    public object? Evaluate(Expression expression, Scope scope)
    {
        rendering.Enter();
        return expression switch
        {
            Expression.Constant constant => constant.Value,
            Expression.Name name => scope.TryGet(name.Identifier, out var value) ? value : Undefined.FromVariable(name.Identifier),
            Expression.ListLiteral list => rendering.ChargeCreated(new TemplateList([.. list.Items.Select(item => Evaluate(item, scope))])),
            Expression.TupleLiteral tuple => rendering.ChargeCreated(new TemplateTuple([.. tuple.Items.Select(item => Evaluate(item, scope))])),
            Expression.DictionaryLiteral dictionary => rendering.ChargeCreated(new TemplateDictionary(
                [.. dictionary.Items.Select(item => KeyValuePair.Create(EvaluateKey(item.Key, scope), Evaluate(item.Value, scope)))])),
            Expression.Conditional conditional => Evaluate(conditional, scope),
            Expression.Or or => Evaluate(or.Left, scope) is var left && PythonTruth.IsTrue(left) ? left : Evaluate(or.Right, scope),
            Expression.And and => Evaluate(and.Left, scope) is var left && !PythonTruth.IsTrue(left) ? left : Evaluate(and.Right, scope),
            Expression.Not not => !PythonTruth.IsTrue(Evaluate(not.Operand, scope)),
            Expression.Sign sign => Operators.ApplySign(sign.Negative, Evaluate(sign.Operand, scope)),
            Expression.Arithmetic arithmetic => rendering.ChargeCreated(
                Operators.Calculate(arithmetic.Operator, Evaluate(arithmetic.Left, scope), Evaluate(arithmetic.Right, scope), rendering)),
            Expression.Comparison comparison => Evaluate(comparison, scope),
            Expression.Concatenation concatenation => Evaluate(concatenation, scope),
            Expression.Attribute attribute => Members.GetAttribute(Evaluate(attribute.Target, scope), attribute.Identifier),
            Expression.Item item => Members.GetItem(Evaluate(item.Target, scope), Evaluate(item.Key, scope), rendering),
            Expression.Slice slice => Evaluate(slice, scope),
            Expression.Call call => Callable.Call(Evaluate(call.Target, scope), EvaluateArguments(call.Arguments, scope), rendering),
            Expression.Filter filter => Filters.Apply(
                filter.Identifier, Evaluate(filter.Operand, scope), EvaluateArguments(filter.Arguments, scope), rendering),
            Expression.Test test => TestFunctions.Holds(
                test.Identifier, Evaluate(test.Operand, scope), EvaluateArguments(test.Arguments, scope), rendering),
            _ => throw new InvalidOperationException($"Unknown expression {expression.GetType().Name}."),
        };
    }

    public Arguments EvaluateArguments(CallArguments arguments, Scope scope)
    {
        if (ReferenceEquals(arguments, CallArguments.None))
            return Arguments.None;
        var positional = arguments.Positional.Select(argument => Evaluate(argument, scope)).ToList();
        if (arguments.Sequence is { } sequence)
            positional.AddRange(PythonSequence.Read(Evaluate(sequence, scope)));
        var named = new Dictionary<string, object?>();
        foreach (var (name, value) in arguments.Named.Select(argument => (argument.Name, Evaluate(argument.Value, scope))).Concat(EvaluateMapping(arguments, scope)))
        {
            if (!named.TryAdd(name, value))
                throw new TemplateRuntimeException($"the argument '{name}' is given twice");
        }
        return new Arguments(positional, named);
    }

    private IEnumerable<(string, object?)> EvaluateMapping(CallArguments arguments, Scope scope)
    {
        if (arguments.Mapping is null)
            return [];
        if (Evaluate(arguments.Mapping, scope) is not TemplateDictionary dictionary)
            throw new TemplateRuntimeException("expected a dictionary after '**' in a call");
        return dictionary.Items.Select(item =>
            (item.Key as string ?? throw new TemplateRuntimeException("expected a dictionary with strings as keys after '**' in a call"), item.Value));
    }

    private object? EvaluateKey(Expression expression, Scope scope)
    {
        var key = Evaluate(expression, scope);
        rendering.ChargeContent(key);
        return key;
    }

    private object? Evaluate(Expression.Conditional conditional, Scope scope)
    {
        if (PythonTruth.IsTrue(Evaluate(conditional.Condition, scope)))
            return Evaluate(conditional.WhenTrue, scope);
        return conditional.WhenFalse is { } whenFalse
            ? Evaluate(whenFalse, scope)
            : new Undefined("the condition of an inline 'if' without 'else' is false");
    }

    private object Evaluate(Expression.Comparison comparison, Scope scope)
    {
        var left = Evaluate(comparison.First, scope);
        foreach (var (comparisonOperator, operand) in comparison.Rest)
        {
            var right = Evaluate(operand, scope);
            if (!Operators.Compare(comparisonOperator, left, right, rendering))
                return false;
            left = right;
        }
        return true;
    }

    private object? Evaluate(Expression.Concatenation concatenation, Scope scope)
    {
        var text = new BoundedStringBuilder();
        foreach (var item in concatenation.Items)
            text.Append(PythonString.Str(Evaluate(item, scope)));
        return rendering.ChargeCreated(text.ToString());
    }

    private object? Evaluate(Expression.Slice slice, Scope scope)
    {
        var target = Evaluate(slice.Target, scope);
        rendering.ChargeRead(target);
        return rendering.ChargeCreated(PythonSequence.Slice(target, EvaluateBound(slice.Start), EvaluateBound(slice.Stop), EvaluateBound(slice.Step)));

        object? EvaluateBound(Expression? bound) => bound is null ? null : Evaluate(bound, scope);
    }
}
