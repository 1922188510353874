using Microsoft.ML.Sav.Lmm.ChatTemplates.Syntax;
using Microsoft.ML.Sav.Lmm.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Lmm.ChatTemplates.Evaluation;

// Loops: each round has variables of its own.
internal sealed partial class Interpreter
{
    private int _loopDepth;

    private Flow Execute(Statement.For statement, Scope scope, BoundedText output)
    {
        var value = Evaluate(statement.Items, scope);
        rendering.PayForReading(value);
        var items = PythonSequence.Read(value);
        if (statement.Test is { } test)
            items = [.. items.Where(item => PythonTruth.Of(Evaluate(test, Round(statement.Target, item, scope))))];

        if (items.Count == 0)
            return Execute(statement.Else, scope, output);
        var loop = new Loop(items, _loopDepth++);
        for (; loop.Index < items.Count; loop.Index++)
        {
            rendering.Step();
            var round = Round(statement.Target, items[loop.Index], scope);
            round.Set("loop", loop);
            if (Execute(statement.Body, round, output) == Flow.Break)
                break;
        }
        _loopDepth--;
        return Flow.Next;
    }

    private Scope Round(AssignmentTarget target, object? item, Scope scope)
    {
        var round = new Scope(scope);
        Assign(target, item, round);
        return round;
    }
}
