namespace Microsoft.ML.Sav.Lmm.Tokenization.Normalizers;

/// <summary>Rewrites text before it is cut into words.</summary>
internal interface INormalizer
{
    string Normalize(string text);
}
