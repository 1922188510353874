namespace Microsoft.ML.Sav;

/// <summary>What a token of the prompt adds to each class.</summary>
/// <param name="Position">Position of the token, from 0.</param>
/// <param name="Text">The text that it stands for.</param>
/// <param name="Values">A value per class.</param>
public sealed record TokenEvidence(int Position, string Text, IReadOnlyList<float> Values);
