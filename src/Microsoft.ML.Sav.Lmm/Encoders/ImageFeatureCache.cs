using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.Encoders;

/// <summary>
/// Image features of recent prompts, by the content of their images, so that several questions about an image run the vision encoder once.
/// If several callers request the same images at the same time, one runs the encoder and the others wait.
/// </summary>
/// <param name="encoder">Runs the vision encoder.</param>
/// <param name="maximumBytes">Maximum size of the cached features; the most recently used are cached in any case.</param>
internal sealed class ImageFeatureCache(IImageEncoder encoder, long maximumBytes = ImageFeatureCache.DefaultMaximumBytes) : IImageEncoder
{
    private const long DefaultMaximumBytes = 32L << 20;
    private readonly Lock _lock = new();
    private readonly LinkedList<Entry> _entries = []; // Most recently used last.
    private long _hits;

    /// <summary>Number of prompts for which the encoder did not have to run.</summary>
    public long Hits => Interlocked.Read(ref _hits);

    /// <inheritdoc/>
    public ImageFeatures Encode(IReadOnlyList<ImageContent> images, CancellationToken cancellationToken)
    {
        var key = string.Concat(images.Select(image => Convert.ToHexString(image.Hash)));
        while (true)
        {
            var (entry, isOwner) = Enter(key);
            if (isOwner)
                return Encode(entry, images, cancellationToken);
            if (entry.Wait(cancellationToken) is { } features)
            {
                Interlocked.Increment(ref _hits);
                return features;
            }
            // The caller that ran the encoder failed or was cancelled: try again.
        }
    }

    private ImageFeatures Encode(Entry entry, IReadOnlyList<ImageContent> images, CancellationToken cancellationToken)
    {
        ImageFeatures? features = null;
        try
        {
            return features = encoder.Encode(images, cancellationToken);
        }
        finally
        {
            Leave(entry, features);
        }
    }

    private (Entry Entry, bool IsOwner) Enter(string key)
    {
        lock (_lock)
        {
            var known = _entries.FirstOrDefault(entry => entry.Key == key);
            var entry = known ?? new Entry(key);
            if (known is not null)
                _entries.Remove(known);
            _entries.AddLast(entry);
            return (entry, known is null);
        }
    }

    private void Leave(Entry latest, ImageFeatures? features)
    {
        lock (_lock)
        {
            latest.Complete(features);
            if (features is null)
                _entries.Remove(latest);
            var bytes = _entries.Sum(entry => entry.Bytes);
            while (bytes > maximumBytes && _entries is { Count: > 1, First.Value: var oldest })
            {
                _entries.RemoveFirst();
                bytes -= oldest.Bytes;
            }
        }
    }

    private sealed class Entry(string key)
    {
        private readonly TaskCompletionSource<ImageFeatures?> _features = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Key => key;

        public long Bytes => _features.Task is { IsCompletedSuccessfully: true, Result: { } features } ? features.Bytes : 0;

        public ImageFeatures? Wait(CancellationToken cancellationToken)
        {
            _features.Task.Wait(cancellationToken);
            return _features.Task.Result;
        }

        public void Complete(ImageFeatures? features) => _features.SetResult(features);
    }
}
