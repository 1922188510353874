namespace Microsoft.ML.Sav.Text.Tokenization.Normalizers;

/// <summary>Rewrites text before pre-tokenization.</summary>
internal interface INormalizer
{
    string Normalize(string text);
}
