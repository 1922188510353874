namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>A stretch of a text, from <paramref name="Start"/> to before <paramref name="End"/>, that matches a pattern or lies between matches.</summary>
internal readonly record struct Segment(int Start, int End, bool IsMatch);
