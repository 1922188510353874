using System.Text;
using Microsoft.ML.Sav.Text.Tokenization.Characters;
using Microsoft.ML.Sav.Text.Tokenization.Patterns;

namespace Microsoft.ML.Sav.Text.Tokenization.Normalizers;

/// <summary>Replaces each match of a pattern with <paramref name="content"/>.</summary>
internal sealed class ReplaceNormalizer(IPattern pattern, string content) : INormalizer
{
    public string Normalize(string text)
    {
        var output = new StringBuilder(text.Length);
        foreach (var (start, end, isMatch) in pattern.FindSegments(text))
        {
            LengthLimit.Check((long)output.Length + (isMatch ? content.Length : end - start));
            if (isMatch)
                output.Append(content);
            else
                output.Append(text, start, end - start);
        }
        return output.ToString();
    }
}
