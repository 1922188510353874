using System.Numerics.Tensors;
using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Encoders;

/// <summary>
/// Encodes the images of several prompts in one run, which keeps a GPU busy. The first batch is also encoded image by image: if the features
/// differ, or the encoder does not accept several images, images are encoded one prompt at a time from then on.
/// </summary>
/// <param name="getEncoder">Returns the vision encoder.</param>
/// <param name="batchSize">Maximum number of prompts in a run.</param>
internal sealed class ImageBatchEncoder(Func<VisionEncoder> getEncoder, int batchSize)
{
    private const float Tolerance = 1e-4f;
    private readonly Lock _trial = new();
    private volatile bool _isAccepted;
    private volatile bool _isOff; // never set to false

    /// <summary>Maximum number of prompts in a run.</summary>
    public int BatchSize => batchSize;

    /// <summary>Encodes images.</summary>
    /// <param name="prompts">The images of each prompt; at least one each.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>A function per prompt that returns its features, or throws if its images cannot be encoded.</returns>
    public IReadOnlyList<Func<ImageFeatures>> Encode(IReadOnlyList<IReadOnlyList<ProcessedImages>> prompts, CancellationToken cancellationToken)
    {
        var features = new List<Func<ImageFeatures>>(prompts.Count);
        while (features.Count < prompts.Count)
        {
            var first = prompts[features.Count];
            IReadOnlyList<ProcessedImages>[] alike = [.. prompts.Skip(features.Count).TakeWhile(prompt => prompt.All(call => call.HasShapeOf(first[0])))];
            features.AddRange(alike.Length > 1 && !_isOff && TryTogether(alike, cancellationToken) is { } together
                ? together.Select(result => (Func<ImageFeatures>)(() => result))
                : alike.DefaultIfEmpty(first).Select(prompt => new Lazy<ImageFeatures>(() => getEncoder().Run(prompt, cancellationToken))).Select(result => (Func<ImageFeatures>)(() => result.Value)));
        }
        return features;
    }

    private ImageFeatures[]? TryTogether(IReadOnlyList<ProcessedImages>[] prompts, CancellationToken cancellationToken)
    {
        try
        {
            if (_isAccepted)
                return getEncoder().RunTogether(prompts, cancellationToken);
            lock (_trial)
                return TryFirst(prompts, cancellationToken);
        }
        catch (LmmRuntimeException)
        {
            _isOff = true;
            return null;
        }
    }

    private ImageFeatures[]? TryFirst(IReadOnlyList<ProcessedImages>[] prompts, CancellationToken cancellationToken)
    {
        if (_isOff)
            return null;
        var together = getEncoder().RunTogether(prompts, cancellationToken);
        if (!_isAccepted && !prompts.Index().All(prompt => Agree(together[prompt.Index], getEncoder().Run(prompt.Item, cancellationToken))))
        {
            _isOff = true;
            return null;
        }
        _isAccepted = true;
        return together;
    }

    private static bool Agree(ImageFeatures together, ImageFeatures alone) =>
        Agree(together.Values.Values, alone.Values.Values)
        && together.Deepstack.All(features => Agree(features.Value.Values, alone.Deepstack[features.Key].Values))
        && (alone.Means.VisionEncoder is not { } mean || Agree(together.Means.VisionEncoder!, mean));

    private static bool Agree(float[] together, float[] alone) =>
        together.Length == alone.Length && TensorPrimitives.Distance<float>(together, alone) <= Tolerance * TensorPrimitives.Norm<float>(alone);
}
