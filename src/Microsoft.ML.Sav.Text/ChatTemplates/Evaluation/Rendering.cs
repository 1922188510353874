using System.Runtime.CompilerServices;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;

/// <summary>One rendering of a template: how far it came, and what it may still spend.</summary>
internal sealed class Rendering(TimeProvider timeProvider)
{
    /// <summary>
    /// The most steps a rendering may take. A step is the evaluation of one node of the template, the making of one item of a list, or
    /// the reading or making of 8 characters or items. Families' templates print conversations of 3,000 turns with fewer.
    /// </summary>
    public const int MaxSteps = 10_000_000;

    private long _steps;

    public TimeProvider TimeProvider => timeProvider;

    /// <summary>The line of the template that is carried out.</summary>
    public int Line { get; set; }

    public void Step(long count = 1)
    {
        _steps += count;
        if (_steps is > MaxSteps or < 0)
            throw new InvalidDataException($"it takes more than {MaxSteps:N0} steps");
    }

    /// <summary>Takes a step down into the template; stops before the stack is full, which no program survives.</summary>
    public void StepDown()
    {
        Step();
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new InvalidDataException("it is nested too deeply, or a macro calls itself without end");
    }

    /// <summary>Pays for reading a value.</summary>
    public void PayForReading(object? value) => Step(value is TemplateCollection collection ? collection.Size / 8 : TextLength(value) / 8);

    /// <summary>Pays for a function's reading of what it is applied to and of its arguments.</summary>
    public void PayForReading(object? self, Arguments arguments)
    {
        PayForReading(self);
        foreach (var argument in arguments.Positional.Concat(arguments.Named.Values))
            PayForReading(argument);
    }

    /// <summary>Pays for a value that was made, and refuses one that is too large.</summary>
    public object? PayForMaking(object? value)
    {
        BoundedText.Check(TextLength(value));
        Step(value is TemplateCollection collection ? collection.Size : TextLength(value) / 8);
        return value;
    }

    private static int TextLength(object? value) => (value as string)?.Length ?? 0;
}
