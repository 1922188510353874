namespace Microsoft.ML.Sav;

/// <summary>Renders the prompt of a row from <see cref="SavEstimator.Options.Prompt"/> and the row's text. Immutable.</summary>
internal sealed class PromptTemplate
{
    /// <summary>Stands in a prompt for the row's text.</summary>
    public const string Placeholder = "{text}";

    /// <summary>Completes a prompt by the rules of <see cref="SavEstimator.Options.Prompt"/>.</summary>
    /// <param name="prompt">The prompt; <see langword="null"/> for the default.</param>
    /// <param name="hasText">Whether rows have a text.</param>
    /// <exception cref="ArgumentException">The prompt contains <see cref="Placeholder"/>, and rows have no text.</exception>
    public PromptTemplate(string? prompt, bool hasText)
    {
        if (!hasText && prompt?.Contains(Placeholder, StringComparison.Ordinal) == true)
        {
            throw new ArgumentException(
                $"{nameof(SavEstimator.Options.Prompt)} '{prompt}' has {Placeholder}, but rows have no text: no {nameof(SavEstimator.Options.TextColumnName)} is set, or no row has a 'question'.",
                nameof(SavEstimator.Options.Prompt));
        }

        Text = (prompt, hasText) switch
        {
            (null, false) => SavEstimator.Options.DefaultPrompt,
            (null, true) => Placeholder,
            (_, true) when !prompt.Contains(Placeholder, StringComparison.Ordinal) => $"{prompt}\n{Placeholder}",
            _ => prompt,
        };
    }

    /// <summary>The prompt, with <see cref="Placeholder"/> if rows have a text.</summary>
    public string Text { get; }

    /// <summary>Number of characters before the row's text, which all rows have in common.</summary>
    internal int SharedLength => Math.Max(0, Text.IndexOf(Placeholder, StringComparison.Ordinal));

    /// <summary>Renders the prompt of a row.</summary>
    /// <param name="text">The row's text.</param>
    public string Render(string text) => Text.Replace(Placeholder, text, StringComparison.Ordinal);
}
