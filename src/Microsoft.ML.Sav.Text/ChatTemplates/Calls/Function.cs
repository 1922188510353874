namespace Microsoft.ML.Sav.Text.ChatTemplates.Calls;

/// <summary>A filter, method or global function.</summary>
/// <param name="self">The value that a filter is applied to or a method belongs to; null for global functions.</param>
/// <param name="arguments">The arguments in the parentheses.</param>
/// <param name="rendering">The current rendering.</param>
internal delegate object? Function(object? self, Arguments arguments, Rendering rendering);
