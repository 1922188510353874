namespace Microsoft.ML.Sav.Text.ChatTemplates.Syntax;

/// <summary>The parameters of a macro, or of the body of a <c>call</c> block.</summary>
/// <param name="Parameters">The names and default values.</param>
/// <param name="UsesVarargs">Whether the body uses <c>varargs</c>, and so accepts more positional arguments.</param>
/// <param name="UsesKwargs">Whether the body uses <c>kwargs</c>, and so accepts more named arguments.</param>
/// <param name="UsesCaller">Whether the body uses <c>caller</c>, and so may be called by a <c>call</c> block.</param>
internal sealed record MacroSignature(
    IReadOnlyList<(string Name, Expression? Default)> Parameters,
    bool UsesVarargs,
    bool UsesKwargs,
    bool UsesCaller);
