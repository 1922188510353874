namespace Microsoft.ML.Sav.Text.ChatTemplates.Syntax;

/// <summary>Makes the errors of templates that cannot be parsed.</summary>
internal static class TemplateSyntax
{
    public static InvalidDataException Error(int line, string reason) => new($"The chat template has an error on line {line}: {reason}.");
}
