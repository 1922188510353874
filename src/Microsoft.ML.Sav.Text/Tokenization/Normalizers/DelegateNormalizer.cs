namespace Microsoft.ML.Sav.Text.Tokenization.Normalizers;

/// <summary>A normalizer that calls a function.</summary>
internal sealed class DelegateNormalizer(Func<string, string> normalize) : INormalizer
{
    public string Normalize(string text) => normalize(text);
}
