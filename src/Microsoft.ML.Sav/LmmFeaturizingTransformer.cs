using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Featurizing;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Mapping;
using Microsoft.ML.Sav.Models;
using Microsoft.ML.Sav.Storage;

namespace Microsoft.ML.Sav;

/// <summary>
/// Computes the features of an LMM that <see cref="LmmFeaturizingEstimator"/> chose. <see cref="MLContext.Model"/> saves and loads it as any
/// ML.NET transformer. The file does not contain the LMM but its location and fingerprint; see <see cref="SavModelLocator"/> and
/// <see cref="WithLmm"/>.
/// </summary>
/// <remarks><inheritdoc cref="SavTransformer" path="/remarks"/></remarks>
public sealed class LmmFeaturizingTransformer : ITransformer, IDisposable
{
    private readonly IHostEnvironment _environment; // of copies: as children of each other, their hosts would never be freed
    private readonly IHost _host;
    private readonly FeaturizerState _state;
    private readonly PromptColumns _columns;
    private readonly LazyFeatureExtractor _extractor;
    private readonly RowErrorPolicy _rowErrors;

    internal LmmFeaturizingTransformer(IHostEnvironment environment, FeaturizerState state, Lease<MultimodalModel>? lmm = null)
    {
        _environment = environment;
        _host = environment.Register(nameof(LmmFeaturizingTransformer));
        _state = state;
        _columns = new PromptColumns(state.ImageColumn, state.TextColumn, state.Prompt, new TruncatedTexts(_host, state.MaxTokens));
        _rowErrors = state.RowErrors.WithLog(_host);
        _extractor = new LazyFeatureExtractor(_host, nameof(LmmFeaturizingTransformer), state.Lmm, state.Features, _columns.HasImages, lmm);
    }

    /// <summary>The features of the output column, in order.</summary>
    public FeatureLayout Features => _state.Features;

    /// <inheritdoc cref="SavTransformer.LmmFolder"/>
    public string LmmFolder => _state.Lmm.Folder;

    /// <inheritdoc cref="SavTransformer.LmmFingerprint"/>
    public string LmmFingerprint => _state.Lmm.Fingerprint;

    /// <inheritdoc cref="SavTransformer.LmmOptions"/>
    public LmmOptions LmmOptions => _state.Lmm.Options;

    /// <inheritdoc cref="SavTransformer.FeatureCacheFolder"/>
    public string? FeatureCacheFolder => _state.Lmm.FeatureCacheFolder;

    internal long TokenCount => _extractor.TokenCount;

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>The columns of the input, then the features. Does not open the LMM.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => CreateMapper(inputSchema).OutputSchema;

    /// <summary>Adds the features, which are computed when rows are read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedView(CreateMapper(input.Schema), input);
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => CreateMapper(inputSchema);

    /// <inheritdoc cref="SavTransformer.WithLmm"/>
    public LmmFeaturizingTransformer WithLmm(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return new LmmFeaturizingTransformer(_environment, _state with { Lmm = _state.Lmm.WithFolder(folder) });
    }

    /// <inheritdoc cref="SavTransformer.WithLmmOptions"/>
    public LmmFeaturizingTransformer WithLmmOptions(LmmOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new LmmFeaturizingTransformer(_environment, _state with { Lmm = _state.Lmm.WithOptions(options) });
    }

    /// <inheritdoc cref="SavTransformer.WithFeatureCache"/>
    public LmmFeaturizingTransformer WithFeatureCache(string? folder) => new(_environment, _state with { Lmm = _state.Lmm.WithFeatureCache(folder) });

    /// <summary>
    /// Returns a copy that handles rows that cannot be used differently. It starts as <see cref="LmmFeaturizingEstimator.Options.OnRowError"/>, and is not saved:
    /// a loaded transformer fails.
    /// </summary>
    /// <param name="action">What happens to such a row.</param>
    /// <param name="skipped">Receives each row that is skipped, from any thread. Without it, the first three are logged.</param>
    public LmmFeaturizingTransformer WithOnRowError(RowErrorAction action, IProgress<SavRowException>? skipped = null) =>
        new(_environment, _state with { RowErrors = new RowErrorPolicy(action, skipped) });

    /// <summary>Closes the LMM, after the rows that are being read, if no other transformer uses it.</summary>
    public void Dispose() => _extractor.Dispose();

    void ICanSaveModel.Save(ModelSaveContext ctx) => FeaturizerFile.Write(_state, ctx);

    private PromptRowMapper CreateMapper(DataViewSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _columns.Check(input);
        var output = FeatureColumn.Append(input, _state.OutputColumn, Features, _state.Normalizes);
        return new PromptRowMapper(input, output, _columns, ComputeFeatures, [vector => vector.CreateGetter(0, Features.VectorLength)])
        {
            Errors = _rowErrors,
            SkippedVector = [.. Enumerable.Repeat(float.NaN, Features.VectorLength)],
        };
    }

    private float[] ComputeFeatures(RowPrompt row)
    {
        var vectors = _extractor.Extract(row);
        if (_state.Normalizes)
            UnitLength.Scale(Features, vectors);
        return vectors;
    }
}
