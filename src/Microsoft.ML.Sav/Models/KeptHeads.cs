using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Models;

/// <summary>
/// Runs the LMM for the heads that vote. The LMM is opened at the first example and closed when this is disposed of and the last run is
/// over. Safe to use from many threads.
/// </summary>
/// <param name="environment">The environment.</param>
/// <param name="reference">The LMM.</param>
/// <param name="layout">The heads.</param>
/// <param name="model">The LMM where it is open already; disposed of with this.</param>
internal sealed class KeptHeads(IHostEnvironment environment, LmmReference reference, HeadLayout layout, SharedModel? model) : IDisposable
{
    private readonly Lock _lock = new();
    private SharedModel? _model = model;
    private HeadExtractor? _extractor;
    private int _runs;
    private bool _disposed;

    /// <summary>The vectors of the kept heads, <see cref="HeadLayout.VectorLength"/> floats.</summary>
    /// <exception cref="SavRowException">The example cannot be used.</exception>
    public float[] Extract(Example example)
    {
        var extractor = Enter();
        try
        {
            return extractor.Extract(example.Prompt);
        }
        catch (PromptException exception)
        {
            throw example.CreateRowException(exception);
        }
        finally
        {
            Leave();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            CloseIfUnused();
        }
    }

    private HeadExtractor Enter()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(SavTransformer));
            _model ??= reference.Open(environment);
            _extractor ??= _model.Model.CreateHeadExtractor(layout);
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
        _model?.Dispose();
        (_extractor, _model) = (null, null);
    }
}
