namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>A range of a text, <paramref name="End"/> excluded, that matches a pattern or lies between matches.</summary>
internal readonly record struct Segment(int Start, int End, bool IsMatch);
