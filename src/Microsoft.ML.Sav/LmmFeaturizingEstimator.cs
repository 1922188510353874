using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Featurizing;
using Microsoft.ML.Sav.Models;
using Microsoft.ML.Sav.Storage;

namespace Microsoft.ML.Sav;

/// <summary>
/// Adds the features that a large multimodal model (LMM) computes for images, texts or both as a column for any trainer. The LMM itself is not
/// changed.
/// </summary>
/// <remarks>
/// <para>Input columns: images, text, or both; see <see cref="Options"/>. Every row needs an image or a text.</para>
/// <para>Output column: a vector of <see cref="float"/> of known size, the features one after the other. The slots have names, for example
/// <c>vision[17]</c> or <c>L12.H3[0]</c>: value 0 of head 3 in layer 12.</para>
/// <para>A trainer after it may read its rows many times, and the LMM runs each time: put <c>AppendCacheCheckpoint</c> between them, or set
/// <see cref="Options.FeatureCacheFolder"/>.</para>
/// </remarks>
public sealed partial class LmmFeaturizingEstimator : IEstimator<LmmFeaturizingTransformer>
{
    private readonly IHost _host;
    private readonly Options _options;
    private readonly PromptColumns _columns;

    /// <summary>Creates an estimator. The LMM is opened when <see cref="Fit"/> is called.</summary>
    /// <param name="environment">The environment, usually the <see cref="MLContext"/>.</param>
    /// <param name="options">The options; later changes have no effect.</param>
    /// <exception cref="ArgumentException">An option is missing or out of range; the message names it.</exception>
    public LmmFeaturizingEstimator(IHostEnvironment environment, Options options)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Validated();
        _host = environment.Register(nameof(LmmFeaturizingEstimator));
        _columns = new PromptColumns(_options.ImageColumnName, _options.TextColumnName, _options.Prompt, new TruncatedTexts(_host, _options.MaxTokens));
    }

    /// <summary>Opens the LMM to find its features. Reads no row.</summary>
    /// <exception cref="ArgumentException">A column is missing or of a wrong type, or the LMM lacks a feature that the options name.</exception>
    /// <exception cref="DirectoryNotFoundException">
    /// The LMM's folder does not exist; <see cref="SavLmmNotFoundException"/> if none is set and the program has none.
    /// </exception>
    public LmmFeaturizingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _columns.Check(input.Schema);
        var lmm = SharedLmms.Open(_options.Lmm, _options.LmmOptions, _host);
        try
        {
            var features = FeatureChoice.Choose(_options, lmm.Value.Features, lmm.Value.Folder);
            var reference = new LmmReference(lmm.Value.Folder, null, lmm.Value.Fingerprint, _options.LmmOptions) { FeatureCacheFolder = _options.FeatureCacheFolder };
            var state = new FeaturizerState(
                _options.ImageColumnName, _options.TextColumnName, _options.OutputColumnName, _options.Prompt, reference, features, _options.Normalize)
            {
                MaxTokens = _options.MaxTokens,
                RowErrors = new RowErrorPolicy(_options.OnRowError, _options.SkippedRows),
            };
            return new LmmFeaturizingTransformer(_host, state, lmm);
        }
        catch
        {
            lmm.Dispose();
            throw;
        }
    }

    /// <summary>The columns of the input and the features. Does not open the LMM.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        _columns.Check(inputSchema);
        return FeatureColumn.Append(inputSchema, _options.OutputColumnName, _options.Normalize);
    }
}
