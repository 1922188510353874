using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Calls;

/// <summary>A function that a template may call.</summary>
/// <param name="function">The function.</param>
/// <param name="self">The value that a method belongs to; null for functions.</param>
internal sealed class Callable(Function function, object? self = null) : ITemplateObject
{
    public string TypeName => "function";

    /// <summary>Calls a value of a template.</summary>
    public static object? Call(object? target, Arguments arguments, Rendering rendering) => target switch
    {
        Callable callable => callable.Call(arguments, rendering),
        Undefined undefined => throw undefined.CreateException(),
        _ => throw new TemplateRuntimeException($"a value of type {PythonType.GetName(target)} cannot be called"),
    };

    public bool TryGetAttribute(string name, out object? value)
    {
        value = null;
        return false;
    }

    private object? Call(Arguments arguments, Rendering rendering)
    {
        rendering.ChargeRead(self, arguments);
        return rendering.ChargeCreated(function(self, arguments, rendering));
    }
}
