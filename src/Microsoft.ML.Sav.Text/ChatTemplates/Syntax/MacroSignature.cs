namespace Microsoft.ML.Sav.Text.ChatTemplates.Syntax;

/// <summary>What a macro, or the body of a <c>call</c> block, takes.</summary>
/// <param name="Parameters">Names, with their defaults where they have one.</param>
/// <param name="UsesVarargs">Whether the body reads <c>varargs</c>, and so takes more positional arguments.</param>
/// <param name="UsesKwargs">Whether the body reads <c>kwargs</c>, and so takes more named arguments.</param>
/// <param name="UsesCaller">Whether the body reads <c>caller</c>, and so may be called by a <c>call</c> block.</param>
internal sealed record MacroSignature(
    IReadOnlyList<(string Name, Expression? Default)> Parameters,
    bool UsesVarargs,
    bool UsesKwargs,
    bool UsesCaller);
