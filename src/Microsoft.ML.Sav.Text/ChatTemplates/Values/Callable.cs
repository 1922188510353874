using Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>A function that a template may call, with the value it belongs to if it is a method.</summary>
internal sealed class Callable(Function function, object? self = null)
{
    public object? Call(Arguments arguments, Rendering rendering)
    {
        rendering.PayForReading(self, arguments);
        return rendering.PayForMaking(function(self, arguments, rendering));
    }
}
