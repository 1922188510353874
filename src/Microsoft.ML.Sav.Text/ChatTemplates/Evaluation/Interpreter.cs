using Microsoft.ML.Sav.Text.ChatTemplates.Functions;
using Microsoft.ML.Sav.Text.ChatTemplates.Syntax;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;

/// <summary>Carries out the statements of a template.</summary>
internal sealed partial class Interpreter(Rendering rendering)
{
    /// <summary>What the statements print.</summary>
    public string Render(IReadOnlyList<Statement> body, Scope scope)
    {
        var output = new BoundedText();
        Execute(body, scope, output);
        return output.ToString();
    }

    private Flow Execute(IReadOnlyList<Statement> body, Scope scope, BoundedText output)
    {
        rendering.StepDown();
        foreach (var statement in body)
        {
            rendering.Step();
            rendering.Line = statement.Line;
            if (Execute(statement, scope, output) is var flow and not Flow.Next)
                return flow;
        }
        return Flow.Next;
    }

    private Flow Execute(Statement statement, Scope scope, BoundedText output)
    {
        switch (statement)
        {
            case Statement.Text text:
                output.Append(text.Value);
                return Flow.Next;
            case Statement.Output print:
                output.Append(PythonText.Print(Evaluate(print.Value, scope)));
                return Flow.Next;
            case Statement.Set set:
                Assign(set.Target, Evaluate(set.Value, scope), scope);
                return Flow.Next;
            case Statement.SetBlock set:
                Assign(set.Target, ApplyFilters(set.Filters, Render(set.Body, new Scope(scope)), scope), scope);
                return Flow.Next;
            case Statement.If choice:
                var branch = choice.Branches.FirstOrDefault(branch => PythonTruth.Of(Evaluate(branch.Test, scope)));
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
                output.Append(PythonText.Print(CallWithBody(block, scope)));
                return Flow.Next;
            case Statement.FilterBlock block:
                output.Append(PythonText.Print(ApplyFilters(block.Filters, Render(block.Body, new Scope(scope)), scope)));
                return Flow.Next;
            case Statement.Generation block:
                output.Append(Render(block.Body, new Scope(scope)));
                return Flow.Next;
            default:
                throw new InvalidOperationException($"Unknown statement {statement.GetType().Name}.");
        }
    }

    private object? ApplyFilters(IReadOnlyList<(string Name, CallArguments Arguments)> filters, object? value, Scope scope)
    {
        foreach (var (name, arguments) in filters)
            value = Filters.Apply(name, value, EvaluateArguments(arguments, scope), rendering);
        return value;
    }

    private void Assign(AssignmentTarget target, object? value, Scope scope)
    {
        switch (target)
        {
            case AssignmentTarget.Variable variable:
                scope.Set(variable.Name, value);
                break;
            case AssignmentTarget.NamespaceAttribute attribute:
                if (!scope.TryGet(attribute.Namespace, out var owner) || owner is not TemplateNamespace space)
                    throw new InvalidDataException($"'{attribute.Namespace}.{attribute.Name}' can only be set if '{attribute.Namespace}' is a namespace()");
                space.Set(attribute.Name, value);
                break;
            case AssignmentTarget.Unpacking unpacking:
                rendering.PayForReading(value);
                var items = PythonSequence.Read(value);
                if (items.Count != unpacking.Items.Count)
                    throw new InvalidDataException($"{unpacking.Items.Count} variables cannot take {items.Count} values");
                foreach (var (inner, item) in unpacking.Items.Zip(items))
                    Assign(inner, item, scope);
                break;
        }
    }
}
