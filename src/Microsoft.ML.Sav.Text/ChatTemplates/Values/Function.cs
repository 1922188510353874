using Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>A filter, test, method or global function.</summary>
/// <param name="self">What a filter or test is applied to, or a method's owner; null for a global function.</param>
/// <param name="arguments">What stands in its brackets.</param>
/// <param name="rendering">The rendering under way.</param>
internal delegate object? Function(object? self, Arguments arguments, Rendering rendering);
