using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.Sessions;

namespace Microsoft.ML.Sav.Lmm.Caching;

/// <summary>
/// What the vision encoder returned for recent images, by their content, so that many questions about an image run it once. Safe to use
/// from many threads: of those that ask for the same images at the same time one runs the encoder, and the others wait for it.
/// </summary>
/// <param name="encode">Decodes the images of one prompt and runs the encoder.</param>
/// <param name="maximumBytes">Most that is kept; the features that were asked for last are kept in any case.</param>
internal sealed class ImageFeatureCache(
    Func<IReadOnlyList<ImageInput>, CancellationToken, ImageFeatures> encode, long maximumBytes = ImageFeatureCache.DefaultMaximumBytes)
{
    private const long DefaultMaximumBytes = 32L << 20;
    private readonly Lock _lock = new();
    private readonly LinkedList<Entry> _entries = []; // the latest last
    private long _hits;

    /// <summary>Number of prompts for which the encoder did not have to run.</summary>
    public long Hits => Interlocked.Read(ref _hits);

    /// <summary>Features of the images of one prompt.</summary>
    /// <param name="images">The images; at least one.</param>
    /// <param name="cancellationToken">Ends the encoder's run early.</param>
    public ImageFeatures Get(IReadOnlyList<ImageInput> images, CancellationToken cancellationToken)
    {
        if (TryHash(images) is not { } key)
            return encode(images, cancellationToken); // which explains what is wrong
        var entry = Enter(key);
        lock (entry)
        {
            if (entry.Features is { } known)
            {
                Interlocked.Increment(ref _hits);
                return known;
            }
            try
            {
                return entry.Features = encode(images, cancellationToken);
            }
            finally
            {
                Trim(entry);
            }
        }
    }

    private static string? TryHash(IReadOnlyList<ImageInput> images)
    {
        try
        {
            return string.Concat(images.Select(image => Convert.ToHexString(image.HashContent())));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private Entry Enter(string key)
    {
        lock (_lock)
        {
            var entry = _entries.FirstOrDefault(entry => entry.Key == key) ?? new Entry(key);
            _entries.Remove(entry);
            _entries.AddLast(entry);
            return entry;
        }
    }

    private void Trim(Entry latest)
    {
        lock (_lock)
        {
            if (latest.Features is null)
                _entries.Remove(latest); // an image that could not be encoded
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
        public string Key => key;

        public ImageFeatures? Features { get; set; }

        public long Bytes => Features?.Bytes ?? 0;
    }
}
