using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Lmm.Images;
using Microsoft.ML.Sav.Tool.Examples;

namespace Microsoft.ML.Sav.Tool.Extraction;

/// <summary>Prompts from rows, by the rule of <see cref="SavEstimator.Options.Prompt"/>.</summary>
internal sealed class RowPrompts
{
    private const string Placeholder = "{text}";

    /// <param name="template">The template; <see langword="null"/> for the default.</param>
    /// <param name="hasText">Whether any row has a question.</param>
    /// <exception cref="InvalidDataException">The template wants a question, and no row has one.</exception>
    public RowPrompts(string? template, bool hasText)
    {
        if (!hasText && template?.Contains(Placeholder, StringComparison.Ordinal) == true)
            throw new InvalidDataException($"--prompt has {Placeholder}, but no row has a 'question'.");
        template ??= hasText ? Placeholder : SavEstimator.Options.DefaultPrompt;
        Template = hasText && !template.Contains(Placeholder, StringComparison.Ordinal) ? $"{template}\n{Placeholder}" : template;
    }

    /// <summary>The template with the place of the question.</summary>
    public string Template { get; }

    public Prompt Create(Example row) =>
        new(Template.Replace(Placeholder, row.Text, StringComparison.Ordinal), Array.ConvertAll(row.ImagePath, ImageInput.FromFile));
}
