using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Benchmarks.Data;
using Microsoft.ML.Sav.Benchmarks.Peers;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.Sessions;

namespace Microsoft.ML.Sav.Benchmarks.Speed;

/// <summary>All compared ways to run the LMM on an image, open at the same time.</summary>
internal sealed class Contestants : IDisposable
{
    private readonly MLContext _mlContext = new(seed: 1);
    private readonly MultimodalModel _lmm;
    private readonly TransformerChain<SavTransformer> _trained;
    private readonly TransformerChain<SavTransformer> _trainedAtHalfDepth;
    private readonly TransformerChain<SavTransformer> _trainedByDefault;
    private readonly string _models = Directory.CreateTempSubdirectory("sav-benchmarks-").FullName;

    public Contestants()
    {
        TransformersJsMissing = TransformersJs.Install();
        TransformersJs = TransformersJsMissing is null ? new TransformersJs(FashionTask.Lmm, FashionTask.Question) : null;
        WholeModel = new PlainModel(FashionTask.Lmm, FashionTask.Question, () => new SessionOptions());
        WholeModelWithSameThreads = new PlainModel(FashionTask.Lmm, FashionTask.Question, CreateOptionsOfTheLibrary);
        _lmm = MultimodalModel.Open(FashionTask.Lmm, FashionTask.EachRowByItself);
        AllHeads = _lmm.CreateFeatureExtractor();
        LayerCount = AllHeads.Layout.Max(head => head.Layer) + 1;

        var photos = _mlContext.Data.LoadFromEnumerable(FashionTask.Training);
        var heads = FashionTask.Options();
        heads.Classifier = ClassifierKind.SparseAttentionVectors;
        _trained = FashionTask.Fit(_mlContext, photos, heads);
        Engine = CreateEngine();
        SavedModel = Save(_trained, "heads.zip");

        heads.DepthBudget = LayerCount / 2;
        _trainedAtHalfDepth = FashionTask.Fit(_mlContext, photos, heads);
        HalfDepthEngine = CreateEngine(_trainedAtHalfDepth);

        _trainedByDefault = FashionTask.Fit(_mlContext, photos, FashionTask.Options());
        DefaultEngine = CreateEngine(_trainedByDefault);
        SavedDefaultModel = Save(_trainedByDefault, "default.zip");

        string Save(ITransformer trained, string name)
        {
            var path = Path.Combine(_models, name);
            _mlContext.Model.Save(trained, photos.Schema, path);
            return path;
        }
    }

    /// <summary>The reason if transformers.js is left out, otherwise <see langword="null"/>.</summary>
    public string? TransformersJsMissing { get; }

    public TransformersJs? TransformersJs { get; }

    public PlainModel WholeModel { get; }

    /// <summary>Like <see cref="WholeModel"/>, with the library's thread settings.</summary>
    public PlainModel WholeModelWithSameThreads { get; }

    public FeatureExtractor AllHeads { get; }

    public int LayerCount { get; }

    /// <summary>Predicts with the paper's vote of heads of all layers.</summary>
    public PredictionEngine<Photo, PhotoPrediction> Engine { get; }

    /// <summary>Deepest layer with a head of <see cref="Engine"/>.</summary>
    public int DeepestKeptLayer => DeepestLayer(_trained);

    /// <summary>Predicts with the vote of heads of the lower half of the layers.</summary>
    public PredictionEngine<Photo, PhotoPrediction> HalfDepthEngine { get; }

    /// <summary>Deepest layer with a head of <see cref="HalfDepthEngine"/>.</summary>
    public int DeepestKeptLayerAtHalfDepth => DeepestLayer(_trainedAtHalfDepth);

    /// <summary>Predicts with the classifier that options choose by default.</summary>
    public PredictionEngine<Photo, PhotoPrediction> DefaultEngine { get; }

    /// <summary>Kinds of features that the classifier of <see cref="DefaultEngine"/> keeps.</summary>
    public string DefaultFeatures => string.Join(", ", _trainedByDefault.LastTransformer.Model.Report.Features.Select(feature => feature.Feature.Kind).Distinct());

    /// <summary>Path of the saved model of <see cref="Engine"/>.</summary>
    public string SavedModel { get; }

    /// <summary>Path of the saved model of <see cref="DefaultEngine"/>.</summary>
    public string SavedDefaultModel { get; }

    public static Prompt Prompt(string image) => new(FashionTask.Question, [ImageInput.FromFile(image)]);

    /// <summary>Creates another engine on the sessions of <see cref="Engine"/>; an engine is for one thread.</summary>
    public PredictionEngine<Photo, PhotoPrediction> CreateEngine() => CreateEngine(_trained);

    /// <summary>Opens the sessions of <see cref="Engine"/>, cut by hand, in plain ONNX Runtime with the library's thread settings.</summary>
    public PlainModel OpenSessionsOfEngine() => new(
        FashionTask.Lmm, FashionTask.Question, CreateOptionsOfTheLibrary, EmbeddedGraphs.DecoderCutAbove(FashionTask.Lmm, DeepestKeptLayer));

    public void Dispose()
    {
        DefaultEngine.Dispose();
        _trainedByDefault.Dispose();
        HalfDepthEngine.Dispose();
        _trainedAtHalfDepth.Dispose();
        Engine.Dispose();
        _trained.Dispose();
        AllHeads.Dispose();
        _lmm.Dispose();
        WholeModelWithSameThreads.Dispose();
        WholeModel.Dispose();
        TransformersJs?.Dispose();
        Directory.Delete(_models, recursive: true);
    }

    private static int DeepestLayer(TransformerChain<SavTransformer> trained) => trained.LastTransformer.Model.Report.Features.Max(feature => feature.Feature.Layer);

    private static SessionOptions CreateOptionsOfTheLibrary()
    {
        var options = new SessionOptions { IntraOpNumThreads = PhysicalCores.Count };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }

    private PredictionEngine<Photo, PhotoPrediction> CreateEngine(TransformerChain<SavTransformer> trained) =>
        _mlContext.Model.CreatePredictionEngine<Photo, PhotoPrediction>(trained, new PredictionEngineOptions { OwnsTransformer = false });
}
