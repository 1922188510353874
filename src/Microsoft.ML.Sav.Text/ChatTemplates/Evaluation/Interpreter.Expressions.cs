using Microsoft.ML.Sav.Text.ChatTemplates.Functions;
using Microsoft.ML.Sav.Text.ChatTemplates.Syntax;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;

// The values of expressions.
internal sealed partial class Interpreter
{
    private object? Evaluate(Expression expression, Scope scope)
    {
        rendering.StepDown();
        return expression switch
        {
            Expression.Constant constant => constant.Value,
            Expression.Name name => scope.TryGet(name.Identifier, out var value) ? value : Undefined.Variable(name.Identifier),
            Expression.ListLiteral list => rendering.PayForMaking(new TemplateList([.. list.Items.Select(item => Evaluate(item, scope))])),
            Expression.TupleLiteral tuple => rendering.PayForMaking(new TemplateTuple([.. tuple.Items.Select(item => Evaluate(item, scope))])),
            Expression.DictionaryLiteral dictionary => rendering.PayForMaking(new TemplateDictionary(
                [.. dictionary.Items.Select(item => KeyValuePair.Create(Evaluate(item.Key, scope), Evaluate(item.Value, scope)))])),
            Expression.Conditional choice => Evaluate(choice, scope),
            Expression.Or or => Evaluate(or.Left, scope) is var left && PythonTruth.Of(left) ? left : Evaluate(or.Right, scope),
            Expression.And and => Evaluate(and.Left, scope) is var left && !PythonTruth.Of(left) ? left : Evaluate(and.Right, scope),
            Expression.Not not => !PythonTruth.Of(Evaluate(not.Operand, scope)),
            Expression.Sign sign => Operators.Sign(sign.Negative, Evaluate(sign.Operand, scope)),
            Expression.Arithmetic arithmetic => rendering.PayForMaking(
                Operators.Calculate(arithmetic.Operator, Evaluate(arithmetic.Left, scope), Evaluate(arithmetic.Right, scope), rendering)),
            Expression.Comparison comparison => Evaluate(comparison, scope),
            Expression.Concatenation concatenation => Evaluate(concatenation, scope),
            Expression.Attribute attribute => Members.Attribute(Evaluate(attribute.Target, scope), attribute.Identifier),
            Expression.Item item => Members.Item(Evaluate(item.Target, scope), Evaluate(item.Key, scope), rendering),
            Expression.Slice slice => Evaluate(slice, scope),
            Expression.Call call => Call(Evaluate(call.Target, scope), EvaluateArguments(call.Arguments, scope)),
            Expression.Filter filter => Filters.Apply(
                filter.Identifier, Evaluate(filter.Operand, scope), EvaluateArguments(filter.Arguments, scope), rendering),
            Expression.Test test => Tests.Holds(
                test.Identifier, Evaluate(test.Operand, scope), EvaluateArguments(test.Arguments, scope), rendering),
            _ => throw new InvalidOperationException($"Unknown expression {expression.GetType().Name}."),
        };
    }

    private object? Evaluate(Expression.Conditional choice, Scope scope)
    {
        if (PythonTruth.Of(Evaluate(choice.Condition, scope)))
            return Evaluate(choice.WhenTrue, scope);
        return choice.WhenFalse is { } otherwise ? Evaluate(otherwise, scope) : new Undefined("an 'if' without 'else' has no value here");
    }

    private object Evaluate(Expression.Comparison comparison, Scope scope)
    {
        var left = Evaluate(comparison.First, scope);
        foreach (var (comparisonOperator, operand) in comparison.Rest)
        {
            var right = Evaluate(operand, scope);
            rendering.PayForReading(left);
            rendering.PayForReading(right);
            if (!Operators.Compare(comparisonOperator, left, right))
                return false;
            left = right;
        }
        return true;
    }

    private object? Evaluate(Expression.Concatenation concatenation, Scope scope)
    {
        var text = new BoundedText();
        foreach (var item in concatenation.Items)
            text.Append(PythonText.Print(Evaluate(item, scope)));
        return rendering.PayForMaking(text.ToString());
    }

    private object? Evaluate(Expression.Slice slice, Scope scope)
    {
        var target = Evaluate(slice.Target, scope);
        rendering.PayForReading(target);
        var sliced = PythonSequence.Slice(target, SliceBound(slice.Start, scope), SliceBound(slice.Stop, scope), SliceBound(slice.Step, scope) ?? 1);
        return rendering.PayForMaking(sliced);
    }

    private long? SliceBound(Expression? bound, Scope scope)
    {
        var value = bound is null ? null : Evaluate(bound, scope);
        if (value is null)
            return null;
        return PythonNumber.TryRead(value) as long? ??
            throw new InvalidDataException($"a slice needs whole numbers, but found a value of type {PythonType.NameOf(value)}");
    }

    private object? Call(object? target, Arguments arguments) => target switch
    {
        Callable callable => callable.Call(arguments, rendering),
        Undefined undefined => throw undefined.Error(),
        _ => throw new InvalidDataException($"a value of type {PythonType.NameOf(target)} cannot be called"),
    };

    private Arguments EvaluateArguments(CallArguments arguments, Scope scope)
    {
        if (ReferenceEquals(arguments, CallArguments.None))
            return Arguments.None;
        var positional = arguments.Positional.Select(argument => Evaluate(argument, scope)).ToList();
        if (arguments.Sequence is { } sequence)
            positional.AddRange(PythonSequence.Read(Evaluate(sequence, scope)));
        var named = new Dictionary<string, object?>();
        foreach (var (name, value) in arguments.Named.Select(argument => (argument.Name, Evaluate(argument.Value, scope))).Concat(Mapping(arguments, scope)))
        {
            if (!named.TryAdd(name, value))
                throw new InvalidDataException($"the argument '{name}' is given twice");
        }

        return new Arguments(positional, named);
    }

    private IEnumerable<(string, object?)> Mapping(CallArguments arguments, Scope scope)
    {
        if (arguments.Mapping is null)
            return [];
        if (Evaluate(arguments.Mapping, scope) is not TemplateDictionary dictionary)
            throw new InvalidDataException("what follows '**' in a call should be a dictionary");
        return dictionary.Items.Select(item =>
            (item.Key as string ?? throw new InvalidDataException("the keys of what follows '**' in a call should be texts"), item.Value));
    }
}
