namespace Microsoft.ML.Sav.Columns;

/// <summary>Makes what the model is asked out of the prompt in the options and a row's text.</summary>
internal sealed class PromptTemplate
{
    public const string Placeholder = "{text}";

    private readonly string _template;

    /// <param name="prompt">The template; <see langword="null"/> for the default.</param>
    /// <param name="hasText">Whether rows have a text.</param>
    /// <exception cref="ArgumentException">The template wants a text, and rows have none.</exception>
    public PromptTemplate(string? prompt, bool hasText)
    {
        if (!hasText && prompt?.Contains(Placeholder, StringComparison.Ordinal) == true)
        {
            throw new ArgumentException(
                $"{nameof(SavEstimator.Options.Prompt)} has {Placeholder}, but {nameof(SavEstimator.Options.TextColumnName)} is not set.",
                nameof(SavEstimator.Options.Prompt));
        }

        _template = (prompt, hasText) switch
        {
            (null, false) => SavEstimator.Options.DefaultPrompt,
            (null, true) => Placeholder,
            (_, true) when !prompt.Contains(Placeholder, StringComparison.Ordinal) => $"{prompt}\n{Placeholder}",
            _ => prompt,
        };
    }

    public string Render(string text) => _template.Replace(Placeholder, text, StringComparison.Ordinal);
}
