using Microsoft.ML.Sav.Text.ChatTemplates.Builtins;
using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Syntax;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;

/// <summary>Executes the statements of a template.</summary>
internal sealed class Interpreter(Rendering rendering)
{
    private readonly ExpressionEvaluator _expressions = new(rendering);

    /// <summary>Executes statements and returns what they print.</summary>
    public string Render(IReadOnlyList<Statement> body, Scope scope)
    {
        var output = new BoundedStringBuilder();
        Execute(body, scope, output);
        return output.ToString();
    }

    private Flow Execute(IReadOnlyList<Statement> body, Scope scope, BoundedStringBuilder output)
    {
        rendering.Enter();
        foreach (var statement in body)
        {
            rendering.Step();
            rendering.Line = statement.Line;
            if (Execute(statement, scope, output) is var flow and not Flow.Next)
                return flow;
        }
        return Flow.Next;
    }

    private Flow Execute(Statement statement, Scope scope, BoundedStringBuilder output)
    {
        switch (statement)
        {
            case Statement.Data data:
                output.Append(data.Text);
                return Flow.Next;
            case Statement.Output print:
                output.Append(PythonString.Str(_expressions.Evaluate(print.Value, scope)));
                return Flow.Next;
            case Statement.Set set:
                Assignment.Assign(set.Target, _expressions.Evaluate(set.Value, scope), scope, rendering);
                return Flow.Next;
            case Statement.SetBlock set:
                Assignment.Assign(set.Target, ApplyFilters(set.Filters, Render(set.Body, new Scope(scope)), scope), scope, rendering);
                return Flow.Next;
            case Statement.If choice:
                var branch = choice.Branches.FirstOrDefault(branch => PythonTruth.IsTrue(_expressions.Evaluate(branch.Test, scope)));
                return Execute(branch.Body ?? choice.Else, scope, output);
            case Statement.For loop:
                return Execute(loop, scope, output);
            case Statement.Break:
                return Flow.Break;
            case Statement.Continue:
                return Flow.Continue;
            case Statement.Macro macro:
                scope.Set(macro.Name, new Callable((_, arguments, _) => CallMacro(macro.Name, macro.Signature, macro.Body, arguments, scope)));
                return Flow.Next;
            case Statement.CallBlock block:
                output.Append(PythonString.Str(CallWithBody(block, scope)));
                return Flow.Next;
            case Statement.FilterBlock block:
                output.Append(PythonString.Str(ApplyFilters(block.Filters, Render(block.Body, new Scope(scope)), scope)));
                return Flow.Next;
            case Statement.Generation block:
                output.Append(Render(block.Body, new Scope(scope)));
                return Flow.Next;
            default:
                throw new InvalidOperationException($"Unknown statement {statement.GetType().Name}.");
        }
    }

    private Flow Execute(Statement.For statement, Scope scope, BoundedStringBuilder output)
    {
        var value = _expressions.Evaluate(statement.Items, scope);
        rendering.ChargeRead(value);
        var items = PythonSequence.ReadEach(value);
        if (statement.Test is { } test)
            items = items.Where(item => PythonTruth.IsTrue(_expressions.Evaluate(test, CreateIterationScope(statement.Target, item, scope))));

        using var source = items.GetEnumerator();
        var loop = new Loop(source);
        var isCompleted = false;
        while (loop.MoveNext())
        {
            rendering.Step();
            var iteration = CreateIterationScope(statement.Target, loop.Current, scope);
            iteration.Set("loop", loop);
            var flow = Execute(statement.Body, iteration, output);
            isCompleted |= flow == Flow.Next;
            if (flow == Flow.Break)
                break;
            rendering.Line = statement.Line;
        }
        // As in Jinja, 'else' is executed unless an iteration ran to its end.
        return isCompleted ? Flow.Next : Execute(statement.Else, new Scope(scope), output);
    }

    private Scope CreateIterationScope(AssignmentTarget target, object? item, Scope scope)
    {
        var iteration = new Scope(scope);
        Assignment.Assign(target, item, iteration, rendering);
        return iteration;
    }

    /// <summary>Renders a macro in the scope of its definition.</summary>
    private string CallMacro(string name, MacroSignature signature, IReadOnlyList<Statement> body, Arguments arguments, Scope definition)
    {
        var line = rendering.Line;
        var scope = new Scope(definition);
        MacroParameters.Bind(name, signature, arguments, scope, _expressions);
        var text = Render(body, scope);
        rendering.Line = line;
        return text;
    }

    private object? CallWithBody(Statement.CallBlock block, Scope scope)
    {
        var caller = new Callable((_, arguments, _) => CallMacro(MacroParameters.Caller, block.Signature, block.Body, arguments, scope));
        var arguments = _expressions.EvaluateArguments(block.Call.Arguments, scope);
        var named = new Dictionary<string, object?>(arguments.Named) { [MacroParameters.Caller] = caller };
        return Callable.Call(_expressions.Evaluate(block.Call.Target, scope), arguments with { Named = named }, rendering);
    }

    private object? ApplyFilters(IReadOnlyList<(string Name, CallArguments Arguments)> filters, object? value, Scope scope)
    {
        foreach (var (name, arguments) in filters)
            value = Filters.Apply(name, value, _expressions.EvaluateArguments(arguments, scope), rendering);
        return value;
    }
}
