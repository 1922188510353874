namespace Microsoft.ML.Sav.Lmm;

/// <summary>Cuts the end of a long text in a prompt.</summary>
/// <param name="Text">The text, which is a part of <see cref="Prompt.Text"/>.</param>
/// <param name="MaxTokens">Greatest number of tokens that the text may have by itself; at least 1.</param>
/// <param name="Render">Creates the prompt's text from what is left of the text. Called only if the text is too long.</param>
public sealed record TextLimit(string Text, int MaxTokens, Func<string, string> Render);
