using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Decoders;
using Microsoft.ML.Sav.Lmm.Encoders;
using Microsoft.ML.Sav.Lmm.Extraction;
using Microsoft.ML.Sav.Lmm.Families;
using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Attribution;

/// <summary>Computes what the features of a prompt are sums of, exactly. Slower than extraction: the decoder runs several times.</summary>
/// <param name="features">The features.</param>
/// <param name="preparer">Prepares prompts.</param>
/// <param name="visionEncoder">The vision encoder; <see langword="null"/> if the model has none.</param>
/// <param name="heads">The decoder; <see langword="null"/> if there are no heads.</param>
/// <param name="family">The model's family.</param>
/// <param name="tolerance">Largest difference between a sum and its feature, as a share of the feature's length.</param>
internal sealed class PromptAttributor(
    FeatureVectors features, PromptPreparer preparer, Func<VisionEncoder>? visionEncoder, HeadParts? heads, ModelFamily family, double tolerance) : IDisposable
{
    /// <summary>Attributes the features of a prompt.</summary>
    /// <exception cref="PromptException">The prompt cannot be used, or the parts of a feature do not add up to it.</exception>
    public PromptAttribution Attribute(Prompt prompt, CancellationToken cancellationToken)
    {
        try
        {
            return Run(prompt, cancellationToken);
        }
        catch (Exception exception) when (PromptException.IsCausedByPrompt(exception))
        {
            throw PromptException.From(exception);
        }
    }

    /// <summary>Closes the decoder.</summary>
    public void Dispose() => heads?.Dispose();

    private PromptAttribution Run(Prompt prompt, CancellationToken cancellationToken)
    {
        var content = preparer.Read(prompt);
        var pixels = preparer.ProcessImages(content);
        var (encoded, rows) = pixels.Count > 0 && visionEncoder is not null ? visionEncoder().RunWithRows(pixels, cancellationToken) : (null, []);
        var (headVectors, headParts) = (Array.Empty<float>(), (IReadOnlyList<FeatureParts>)[]);
        if (heads is not null)
        {
            var input = preparer.Embed(content, encoded is null ? pixels : [], encoded, cancellationToken);
            (headVectors, headParts) = heads.Compute(input, FindSources(input, pixels, rows), cancellationToken);
        }
        var vectors = features.Join(headVectors, encoded?.Means);
        FeatureParts[] parts = [.. features.Layout.Select(feature => feature.Kind switch
        {
            _ when feature.IsHead => headParts[features.Heads!.FindPosition(feature)],
            _ when rows.Count == 0 => FeatureParts.Empty(feature.Size),
            FeatureKind.VisionEncoder => ImageParts.Create([.. rows.Select(run => (run.Images, run.VisionEncoder!))]),
            _ => ImageParts.Create([.. rows.Select(run => (run.Images, run.Projector))]),
        })];
        RequireSums(vectors, parts);
        return new PromptAttribution(vectors, parts);
    }

    // image tokens are the projector's rows, in their order, unless a family inserts others
    private AttributionSource[] FindSources(DecoderInput input, IReadOnlyList<ProcessedImages> pixels, IReadOnlyList<ImageRows> rows)
    {
        var count = input.Prompt.AreImageTokens.Count(isImageToken => isImageToken);
        var images = rows.Count > 0
            ? ImageParts.FindSources([.. rows.Select(run => (run.Images, (int)run.Projector.Shape[0]))])
            : ImageParts.FindSources([([.. pixels.SelectMany(call => call.Layouts)], count)]);
        var isKnown = images.Count == count && !family.RearrangesFeatures;
        var next = 0;
        return [.. input.Prompt.AreImageTokens.Select((isImageToken, position) =>
        {
            var image = isImageToken && isKnown ? images[next++] : AttributionSource.Unknown;
            return image.Region is null ? AttributionSource.FromToken(position, family.GetText(input.Prompt.TokenIds[position])) : image;
        })];
    }

    private void RequireSums(float[] vectors, FeatureParts[] parts)
    {
        for (var position = 0; position < parts.Length; position++)
        {
            var error = parts[position].ComputeError(features.Layout.Slice(vectors, position));
            if (!(error <= tolerance))
            {
                throw new PromptException(
                    $"'{features.Layout[position]}' cannot be attributed to tokens: their parts differ from it by {error:G2} of its length, more than {tolerance:G2}. "
                    + "The decoder changes heads after their attention in a way that is not supported.");
            }
        }
    }
}
