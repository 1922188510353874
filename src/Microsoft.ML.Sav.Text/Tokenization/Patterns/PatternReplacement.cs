using System.Text;

namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>Puts a text in place of each match.</summary>
internal static class PatternReplacement
{
    public static string Replace(this IPattern pattern, string text, string content)
    {
        var output = new StringBuilder(text.Length);
        foreach (var (start, end, isMatch) in pattern.Segments(text))
        {
            if (isMatch)
                output.Append(content);
            else
                output.Append(text, start, end - start);
        }
        return output.ToString();
    }
}
