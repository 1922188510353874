using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Encoders;
using Microsoft.ML.Sav.Lmm.Folders;

namespace Microsoft.ML.Sav.Lmm.Extraction;

/// <summary>The features that a model can give, and why it lacks others.</summary>
/// <param name="Layout">Heads at the last token, heads averaged over tokens, vision encoder, projector.</param>
/// <param name="Missing">A sentence per kind of feature that the model lacks.</param>
internal sealed record ModelFeatures(FeatureLayout Layout, IReadOnlyList<string> Missing)
{
    /// <summary>Finds the features of a model. The vision encoder runs on a sample if it never did before.</summary>
    public static ModelFeatures Find(ModelFolder folder, ModelEncoders encoders)
    {
        var missing = new List<string>();
        if (folder.Decoder.Features.All(feature => feature.Kind != FeatureKind.TokenMean))
            missing.Add($"Heads are not averaged over tokens: '{folder.Files.Decoder.Path}' returns head vectors at the last token only.");
        return new ModelFeatures(new FeatureLayout([.. folder.Decoder.Features, .. FindImageFeatures(folder, encoders.VisionEncoder, missing)]), missing);
    }

    private static IEnumerable<Feature> FindImageFeatures(ModelFolder folder, VisionEncoderFactory? visionEncoder, List<string> missing)
    {
        if (visionEncoder is null)
        {
            var reason = folder.TakesImages ? "the decoder encodes images itself" : "the model takes text only";
            missing.Add($"There are no features of vision encoder and projector: {reason}.");
            yield break;
        }
        if (visionEncoder.FindTapProblem() is { } problem)
            missing.Add($"There is no feature of the vision encoder: {problem}");
        else
            yield return new Feature(FeatureKind.VisionEncoder, 0, 0, visionEncoder.Info.Tap!.Size);
        if ((visionEncoder.Info.OutputSize ?? folder.Configuration.HiddenSize) is { } size)
            yield return new Feature(FeatureKind.Projector, 0, 0, size);
        else
            missing.Add("There is no feature of the projector: neither the vision encoder's file nor the configuration (hidden_size) has the size of image features.");
    }
}
