namespace Microsoft.ML.Sav.Text.Tokenization.AddedTokens;

/// <summary>A range of a text that is an added token, or lies between added tokens and has no <paramref name="Id"/>.</summary>
internal readonly record struct AddedTokenSegment(int Start, int End, int? Id);
