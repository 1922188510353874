using Microsoft.ML.Sav.Lmm.Tokenization.Patterns;

namespace Microsoft.ML.Sav.Lmm.Tokenization.Normalizers;

/// <summary>Replaces each match of a pattern.</summary>
internal sealed class ReplaceNormalizer(IPattern pattern, string content) : INormalizer
{
    public string Normalize(string text) => pattern.Replace(text, content);
}
