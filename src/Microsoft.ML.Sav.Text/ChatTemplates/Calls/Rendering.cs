using System.Runtime.CompilerServices;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Calls;

/// <summary>One rendering of a template: its clock, its current line, and the steps it has taken, which are bounded.</summary>
internal sealed class Rendering(TimeProvider timeProvider)
{
    /// <summary>
    /// The maximum number of steps. A step is the evaluation of a node of the template, the creation of a list item, or the reading or
    /// creation of 8 characters or items. Published templates render conversations of 3,000 turns within it.
    /// </summary>
    public const int MaxSteps = 10_000_000;

    private const int UnitsPerStep = 8;
    private const int FreeSearchLength = 64;
    private long _steps;

    public TimeProvider TimeProvider => timeProvider;

    /// <summary>The line of the template that is executed, from 1.</summary>
    public int Line { get; set; }

    public void Step(long count = 1)
    {
        _steps += count;
        if (_steps is > MaxSteps or < 0)
            throw new TemplateRuntimeException($"it takes more than {MaxSteps:N0} steps");
    }

    /// <summary>Takes the step into a nested node. Fails before the stack overflows, which ends the process.</summary>
    public void Enter()
    {
        Step();
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new TemplateRuntimeException("it is nested too deeply, or a macro calls itself without end");
    }

    /// <summary>Charges for reading a string, or the references of a collection.</summary>
    public void ChargeRead(object? value) =>
        Step((value is TemplateCollection collection ? collection.Size : GetStringLength(value)) / UnitsPerStep);

    /// <summary>Charges for what a function reads: its owner or operand, and its arguments.</summary>
    public void ChargeRead(object? self, Arguments arguments)
    {
        ChargeRead(self);
        foreach (var argument in arguments.Positional.Concat(arguments.Named.Values))
            ChargeRead(argument);
    }

    /// <summary>Charges for reading all characters in a value, as hashing does.</summary>
    public void ChargeContent(object? value) => Step(TemplateValue.GetContentLength(value) / UnitsPerStep);

    /// <summary>Charges for comparing two values, character by character.</summary>
    public void ChargeComparison(object? left, object? right) =>
        Step(Math.Min(TemplateValue.GetContentLength(left), TemplateValue.GetContentLength(right)) / UnitsPerStep);

    /// <summary>Charges for comparing a value with each item of a collection.</summary>
    public void ChargeMembership(object? container, object? item)
    {
        var length = TemplateValue.GetContentLength(container);
        if (container is TemplateCollection collection)
            length = Math.Min(length, collection.Size * TemplateValue.GetContentLength(item));
        Step(length / UnitsPerStep);
    }

    /// <summary>Charges for searching a string, which compares a long part at every position in the worst case.</summary>
    public void ChargeSearch(string text, string part) => Step((text.Length / UnitsPerStep) * (1L + part.Length / FreeSearchLength));

    /// <summary>Charges for a new value. Fails if it is too long.</summary>
    public object? ChargeCreated(object? value)
    {
        BoundedStringBuilder.Check(GetStringLength(value));
        Step(value is TemplateCollection collection ? collection.Size : GetStringLength(value) / UnitsPerStep);
        return value;
    }

    private static int GetStringLength(object? value) => (value as string)?.Length ?? 0;
}
