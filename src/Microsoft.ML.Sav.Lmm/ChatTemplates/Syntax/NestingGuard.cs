using System.Runtime.CompilerServices;

namespace Microsoft.ML.Sav.Lmm.ChatTemplates.Syntax;

/// <summary>Stops the recursion over a template before the stack is full, which no program survives.</summary>
internal static class NestingGuard
{
    /// <summary>Is called on each way down.</summary>
    /// <exception cref="InvalidDataException">Little is left of the stack.</exception>
    public static void Check()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new InvalidDataException("The chat template is nested too deeply, or a macro calls itself without end.");
    }
}
