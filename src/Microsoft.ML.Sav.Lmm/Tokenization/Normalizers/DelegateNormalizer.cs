namespace Microsoft.ML.Sav.Lmm.Tokenization.Normalizers;

/// <summary>A normalizer that is a single function without settings.</summary>
internal sealed class DelegateNormalizer(Func<string, string> normalize) : INormalizer
{
    public string Normalize(string text) => normalize(text);
}
