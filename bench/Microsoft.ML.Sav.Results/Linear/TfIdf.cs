using System.Text.RegularExpressions;

namespace Microsoft.ML.Sav.Results.Linear;

/// <summary>
/// Word counts as scikit-learn's TfidfVectorizer computes them with ngram_range=(1, 2) and sublinear_tf=True: words of two characters or
/// more in lower case, and pairs of neighbours; (1 + ln count) (1 + ln((1 + texts) / (1 + texts with the term))), normalised.
/// </summary>
internal sealed partial class TfIdf
{
    private readonly Dictionary<string, int> _terms = [];
    private readonly double[] _weights;

    /// <param name="texts">The training texts, whose terms are counted.</param>
    public TfIdf(IReadOnlyList<string> texts)
    {
        var frequencies = new List<int>();
        foreach (var term in texts.SelectMany(text => FindTerms(text).Distinct()))
        {
            if (_terms.TryAdd(term, frequencies.Count))
                frequencies.Add(0);
            frequencies[_terms[term]]++;
        }
        _weights = [.. frequencies.Select(frequency => 1 + Math.Log((1.0 + texts.Count) / (1 + frequency)))];
    }

    /// <summary>Computes the weight of each term in a text; terms that no training text has are ignored.</summary>
    public float[] Transform(string text)
    {
        var values = new float[_weights.Length];
        foreach (var (term, count) in FindTerms(text).CountBy(term => term))
        {
            if (_terms.TryGetValue(term, out var index))
                values[index] = (float)((1 + Math.Log(count)) * _weights[index]);
        }
        return GramMatrix.Normalize(values);
    }

    private static IEnumerable<string> FindTerms(string text)
    {
        string[] words = [.. WordPattern().Matches(text.ToLowerInvariant()).Select(match => match.Value)];
        return words.Concat(words.Zip(words.Skip(1), (first, second) => $"{first} {second}"));
    }

    [GeneratedRegex(@"\w\w+")]
    private static partial Regex WordPattern();
}
