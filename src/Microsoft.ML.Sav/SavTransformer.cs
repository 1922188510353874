using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Models;
using Microsoft.ML.Sav.Scoring;
using Microsoft.ML.Sav.Storage;

namespace Microsoft.ML.Sav;

/// <summary>
/// Predicts labels with the heads that <see cref="SavEstimator"/> kept. Saved and loaded with <see cref="MLContext.Model"/> as any ML.NET
/// model; the file holds the heads and where the LMM is, and not the LMM (see <see cref="SavModelLocator"/>). The LMM is opened when the
/// first row is scored and shared by all transformers of the process that use it.
/// </summary>
/// <remarks>
/// Safe to use from many threads. <see cref="Dispose"/> closes the LMM when nobody else uses it; a prediction engine disposes of the
/// transformer that it was made of, unless its options say otherwise.
/// </remarks>
public sealed partial class SavTransformer : IPredictionTransformer<SavModel>, IDisposable
{
    private readonly IHost _host;
    private readonly ColumnNames _names;
    private readonly string? _prompt;
    private readonly LmmReference _lmm;
    private readonly ExampleColumns _columns;
    private readonly KeptHeads _heads;

    internal SavTransformer(
        IHostEnvironment environment, SavModel model, ColumnNames names, string? prompt, LmmReference lmm, SharedModel? openLmm = null)
    {
        _host = environment.Register(nameof(SavTransformer));
        Model = model;
        _names = names;
        _prompt = prompt;
        _lmm = lmm;
        _columns = new ExampleColumns(names, prompt);
        _heads = new KeptHeads(_host, lmm, model.Classifier.Layout, openLmm);
    }

    /// <summary>The heads that were kept, and the classes.</summary>
    public SavModel Model { get; }

    /// <summary>Folder that the LMM was in during training.</summary>
    public string LmmFolder => _lmm.Folder;

    /// <summary>SHA-256 of the files of the LMM, in hexadecimal.</summary>
    public string LmmFingerprint => _lmm.Fingerprint;

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>The input's columns, then the predicted label, then the scores. Does not open the LMM.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => CreateMapper(inputSchema).OutputSchema;

    /// <summary>Adds predicted labels and scores, which are computed as rows are read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoredView(CreateMapper(input.Schema), input);
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => CreateMapper(inputSchema);

    /// <summary>A transformer in which only the best heads vote: less work, and mostly less accuracy. Needs no training.</summary>
    /// <param name="headCount">How many of <see cref="SavModel.Heads"/> vote; 1 for the single best head.</param>
    public SavTransformer WithHeads(int headCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(headCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(headCount, Model.Heads.Count);
        return new SavTransformer(_host, Model.WithHeads(headCount), _names, _prompt, _lmm);
    }

    /// <summary>Closes the LMM, where it is open and nobody else uses it, after the rows that are being scored.</summary>
    public void Dispose() => _heads.Dispose();

    void ICanSaveModel.Save(ModelSaveContext ctx) =>
        new ModelFile(Model, _names, _prompt, _lmm).Write(_host, ModelStreams.Start(ctx), ModelFilePath.Of(ctx));

    internal static SavTransformer Load(IHostEnvironment environment, BinaryReader reader, string? path)
    {
        var file = ModelFile.Read(environment, reader, path);
        return new SavTransformer(environment, file.Model, file.Names, file.Prompt, file.Lmm);
    }

    private SavRowMapper CreateMapper(DataViewSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _columns.Check(ColumnShapes.Of(input));
        return new SavRowMapper(input, OutputColumns.Append(input, Model, _names), _columns, Score);
    }

    private float[] Score(Example example)
    {
        MachineLearningEnvironment.ThrowIfCanceled(_host);
        var scores = new float[Model.ClassCount];
        Model.Classifier.Score(_heads.Extract(example), scores);
        return scores;
    }
}
