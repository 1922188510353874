namespace Microsoft.ML.Sav.Text.Tokenization.Normalizers;

/// <summary>Applies normalizers one after the other.</summary>
internal sealed class NormalizerSequence(IReadOnlyList<INormalizer> normalizers) : INormalizer
{
    public string Normalize(string text) => normalizers.Aggregate(text, (current, next) => next.Normalize(current));
}
