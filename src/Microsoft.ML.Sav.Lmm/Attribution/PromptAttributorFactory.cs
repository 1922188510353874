using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Extraction;
using Microsoft.ML.Sav.Lmm.Folders;
using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Lmm.Attribution;

/// <summary>Opens a model to attribute features to tokens and parts of images.</summary>
internal static class PromptAttributorFactory
{
    private const double Tolerance = 1e-4;
    private const double HalfPrecisionTolerance = 1e-2; // of sums over hundreds of tokens

    /// <summary>Opens what the features need; without heads, the decoder is not opened.</summary>
    /// <exception cref="NotSupportedException">The decoder's attention cannot be attributed to tokens.</exception>
    public static PromptAttributor Open(ModelFolder folder, FeatureExtractorFactory extractors, FeatureLayout layout)
    {
        var features = new FeatureVectors(layout);
        var preparer = extractors.Preparers.Create(features, keepsImageFeatures: false, splitsPrompts: false);
        var encoders = extractors.Encoders.GetImageEncoders(withTap: features.Has(FeatureKind.VisionEncoder));
        var (heads, tolerance) = features.Heads is null ? (null, Tolerance) : OpenHeads(extractors, features.Heads);
        return new PromptAttributor(features, preparer, encoders is null ? null : () => encoders.VisionEncoder, heads, folder.Family, tolerance);
    }

    private static (HeadParts, double) OpenHeads(FeatureExtractorFactory extractors, FeatureLayout heads)
    {
        try
        {
            var (decoder, layers) = extractors.Decoders.OpenWithTokens(heads);
            return (new HeadParts(decoder, layers), decoder.IsHalfPrecision ? HalfPrecisionTolerance : Tolerance);
        }
        catch (OnnxModelException exception)
        {
            throw new NotSupportedException(exception.Message, exception);
        }
    }
}
