namespace Microsoft.ML.Sav.Text.Tokenization.Normalizers;

/// <summary>Rewrites text before it is cut into words.</summary>
internal interface INormalizer
{
    string Normalize(string text);
}
