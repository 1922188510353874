using Microsoft.ML;
using Microsoft.ML.Sav;
using Microsoft.ML.Sav.AspNetCore;

namespace WebApp.Training;

/// <summary>
/// The model as it is now, in memory and in its file. The file is what <see cref="ISavPredictor"/> serves; explanations and updates need the
/// transformer itself.
/// </summary>
internal sealed class ModelStore(AppOptions options, Learner learner, ISavPredictor predictor) : IDisposable
{
    // A replaced model is disposed of when nobody uses it.
    private readonly SemaphoreSlim _use = new(1);
    private ITransformer? _model;

    public async Task<ITransformer?> GetAsync(CancellationToken cancellationToken)
    {
        await _use.WaitAsync(cancellationToken);
        try
        {
            return Load();
        }
        finally
        {
            _use.Release();
        }
    }

    /// <summary>Runs something with the model, which is not replaced meanwhile.</summary>
    /// <exception cref="RequestException">There is no model.</exception>
    public async Task<T> UseAsync<T>(Func<SavTransformer, T> use, CancellationToken cancellationToken)
    {
        await _use.WaitAsync(cancellationToken);
        try
        {
            var model = Load() ?? throw new RequestException(StatusCodes.Status409Conflict, "There is no model yet. Put photos into two piles first.");
            return await Task.Run(() => use(model.GetSav()), cancellationToken);
        }
        finally
        {
            _use.Release();
        }
    }

    /// <summary>Saves and serves another model, or none.</summary>
    public async Task ReplaceAsync(ITransformer? model)
    {
        if (model is null && !File.Exists(options.ModelPath))
            return;
        await _use.WaitAsync();
        try
        {
            Write(model);
            if (model != _model)
                (_model as IDisposable)?.Dispose();
            _model = model;
        }
        finally
        {
            _use.Release();
        }
        await predictor.ReloadAsync();
    }

    public void Dispose() => (_model as IDisposable)?.Dispose();

    private ITransformer? Load() => _model ??= File.Exists(options.ModelPath) ? learner.Load(options.ModelPath) : null;

    // The file is complete at any time.
    private void Write(ITransformer? model)
    {
        if (model is null)
        {
            File.Delete(options.ModelPath);
            return;
        }
        var partial = options.ModelPath + ".partial";
        learner.Save(model, partial);
        File.Move(partial, options.ModelPath, overwrite: true);
    }
}
