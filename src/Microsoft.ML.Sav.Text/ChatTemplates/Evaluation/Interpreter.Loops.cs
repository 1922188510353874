using Microsoft.ML.Sav.Text.ChatTemplates.Syntax;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;

// Loops: each round has variables of its own.
internal sealed partial class Interpreter
{
    private Flow Execute(Statement.For statement, Scope scope, BoundedText output)
    {
        var value = Evaluate(statement.Items, scope);
        rendering.PayForReading(value);
        var items = PythonSequence.Read(value);
        if (statement.Test is { } test)
            items = [.. items.Where(item => PythonTruth.Of(Evaluate(test, Round(statement.Target, item, scope))))];

        var loop = new Loop(items);
        var isCompleted = false;
        for (; loop.Index < items.Count; loop.Index++)
        {
            rendering.Step();
            var round = Round(statement.Target, items[loop.Index], scope);
            round.Set("loop", loop);
            var flow = Execute(statement.Body, round, output);
            isCompleted |= flow == Flow.Next;
            if (flow == Flow.Break)
                break;
        }
        // As in Jinja, 'else' follows unless a round came to its end.
        return isCompleted ? Flow.Next : Execute(statement.Else, scope, output);
    }

    private Scope Round(AssignmentTarget target, object? item, Scope scope)
    {
        var round = new Scope(scope);
        Assign(target, item, round);
        return round;
    }
}
