namespace Microsoft.ML.Sav.Text.Tokenization.AddedTokens;

/// <summary>A stretch of text that is an added token (its id) or lies between such (null).</summary>
internal readonly record struct AddedTokenSegment(int Start, int End, int? Id);
