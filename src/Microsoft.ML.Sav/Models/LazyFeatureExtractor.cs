using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Models;

/// <summary>
/// Runs the LMM for some features, or takes them from the feature cache. Opens it for the first row, and closes it after <see cref="Dispose"/> and the last run. Safe to
/// use from many threads.
/// </summary>
/// <param name="environment">The environment.</param>
/// <param name="owner">Name of the transformer's type, for errors.</param>
/// <param name="reference">The LMM.</param>
/// <param name="layout">The features.</param>
/// <param name="takesImages">Whether rows have images.</param>
/// <param name="lmm">The LMM if it is open already; disposed of with this.</param>
internal sealed class LazyFeatureExtractor(
    IHostEnvironment environment, string owner, LmmReference reference, FeatureLayout layout, bool takesImages, Lease<MultimodalModel>? lmm) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LmmWarnings _warnings = new(environment);
    private Lease<MultimodalModel>? _lmm = lmm;
    private FeatureExtractor? _extractor;
    private int _runs;
    private bool _disposed;

    /// <summary>The vectors of the features, <see cref="FeatureLayout.VectorLength"/> floats.</summary>
    /// <exception cref="SavRowException">The row cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The <see cref="MLContext"/> was cancelled.</exception>
    public float[] Extract(RowPrompt row)
    {
        MachineLearningEnvironment.ThrowIfCanceled(environment);
        var extractor = Enter();
        try
        {
            return extractor.Extract(row.Prompt);
        }
        catch (PromptException exception)
        {
            throw row.CreateRowException(exception);
        }
        finally
        {
            _warnings.LogNew(_lmm!.Value);
            Leave();
        }
    }

    /// <summary>Number of tokens that the decoder ran.</summary>
    public long TokenCount => _extractor?.TokenCount ?? 0;

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            CloseIfUnused();
        }
    }

    private FeatureExtractor Enter()
    {
        lock (_lock)
        {
            if (_disposed)
                throw CreateDisposedException();
            _lmm ??= reference.Open(environment);
            _extractor ??= _lmm.Value.CreateFeatureExtractor(
                layout, new FeatureExtractorOptions { FeatureCacheFolder = reference.FeatureCacheFolder, TakesImages = takesImages });
            _runs++;
            return _extractor;
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            _runs--;
            CloseIfUnused();
        }
    }

    private void CloseIfUnused()
    {
        if (!_disposed || _runs > 0)
            return;
        _extractor?.Dispose();
        _lmm?.Dispose();
        (_extractor, _lmm) = (null, null);
    }

    private ObjectDisposedException CreateDisposedException() => new(
        owner,
        $"This {owner} was disposed of, perhaps by a prediction engine: an engine disposes of the transformer it is created from. "
        + $"To keep the transformer, create engines with new {nameof(PredictionEngineOptions)} {{ {nameof(PredictionEngineOptions.OwnsTransformer)} = false }}.");
}
