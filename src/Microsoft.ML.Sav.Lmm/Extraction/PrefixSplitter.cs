using Microsoft.ML.Sav.Lmm.Prompts;

namespace Microsoft.ML.Sav.Lmm.Extraction;

/// <summary>Finds the number of leading tokens that prefix caching runs separately. Depends only on the prompt.</summary>
/// <param name="prompts">Tokenizes.</param>
/// <param name="longestPrompt">Prompts of more tokens are not split.</param>
internal sealed class PrefixSplitter(PromptEncoder prompts, int longestPrompt)
{
    private const int MinimumPrefix = 32; // A separate run costs as much as about ten tokens.
    private const double MinimumShare = 1.0 / 4;
    private const int MinimumRest = 8; // Kernels for very few tokens round differently.

    /// <summary>Number of tokens before the split; 0 to run the prompt as a whole.</summary>
    /// <param name="content">The prompt.</param>
    /// <param name="tokenIds">Its tokens.</param>
    public int Find(PromptContent content, int[] tokenIds)
    {
        if (tokenIds.Length > longestPrompt)
            return 0;
        var shared = content.Images.Count > 0
            ? Array.FindLastIndex(tokenIds, prompts.Family.IsImageToken) + 1
            : tokenIds.AsSpan().CommonPrefixLength(prompts.Tokenize(content.Text[..content.SharedLength]));
        var split = Math.Min(shared, tokenIds.Length - MinimumRest);
        return split >= MinimumPrefix && split >= MinimumShare * tokenIds.Length ? split : 0;
    }
}
