using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Models;

namespace Microsoft.ML.Sav;

/// <summary>The feature cache of training options: <see cref="SavEstimator.Options.FeatureCacheFolder"/>. Safe to use from many threads.</summary>
public sealed class SavFeatureCache
{
    private readonly IHost _host;
    private readonly SavEstimator.Options _options;
    private readonly PromptColumns[] _columns; // per prompt

    /// <summary>Creates an instance. The LMM is opened when a method is called.</summary>
    /// <param name="environment">The environment, usually the <see cref="MLContext"/>.</param>
    /// <param name="options">The options of training; later changes have no effect.</param>
    /// <exception cref="ArgumentException">
    /// An option is missing or out of range, or <see cref="SavEstimator.Options.FeatureCacheFolder"/> is <see langword="null"/>; the message names it.
    /// </exception>
    public SavFeatureCache(IHostEnvironment environment, SavEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Validated();
        if (_options.FeatureCacheFolder is null)
            throw new ArgumentException($"Set {nameof(SavEstimator.Options.FeatureCacheFolder)}: without it there is no feature cache.", nameof(options));
        _host = environment.Register(nameof(SavFeatureCache));
        _columns = _options.Prompts is { } prompts
            ? [.. prompts.Select(prompt => PromptColumns.Create(_host, _options.WithPrompt(prompt, progress: null)))]
            : [PromptColumns.Create(_host, _options)];
    }

    /// <summary>
    /// Deletes the features of rows, for example of photos that a person deleted. Rows with the same images and text share them. A model that keeps
    /// its examples has features of its own: <see cref="SavTransformer.Forget(IDataView)"/>.
    /// </summary>
    /// <param name="rows">The rows, given again; the label is not needed.</param>
    /// <returns>How many rows the cache had features of, counted per prompt.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    /// <exception cref="IOException">Features cannot be deleted.</exception>
    /// <exception cref="SavRowException">A row cannot be used.</exception>
    public int Remove(IDataView rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using var lmm = SharedLmms.Open(_options.Lmm, _options.LmmOptions, _host);
        using var extractor = lmm.Value.CreateFeatureExtractor(
            lmm.Value.Features, new FeatureExtractorOptions { FeatureCacheFolder = _options.FeatureCacheFolder });
        return _columns.Sum(columns => columns.ReadAll(rows).Count(row => Remove(row, extractor)));
    }

    private static bool Remove(RowPrompt row, FeatureExtractor extractor)
    {
        try
        {
            return extractor.RemoveFromCache(row.Prompt);
        }
        catch (PromptException exception)
        {
            throw row.CreateRowException(exception);
        }
    }
}
