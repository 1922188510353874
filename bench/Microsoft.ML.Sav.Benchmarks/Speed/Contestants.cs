using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Benchmarks.Data;
using Microsoft.ML.Sav.Benchmarks.Peers;
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
        _trained = FashionTask.Fit(_mlContext, photos, FashionTask.Options());
        Engine = CreateEngine();
        SavedModel = Path.Combine(Directory.CreateTempSubdirectory("sav-benchmarks-").FullName, "model.zip");
        _mlContext.Model.Save(_trained, photos.Schema, SavedModel);

        var halfDepth = FashionTask.Options();
        halfDepth.DepthBudget = LayerCount / 2;
        _trainedAtHalfDepth = FashionTask.Fit(_mlContext, photos, halfDepth);
        HalfDepthEngine = CreateEngine(_trainedAtHalfDepth);
    }

    /// <summary>The reason if transformers.js is left out, otherwise <see langword="null"/>.</summary>
    public string? TransformersJsMissing { get; }

    public TransformersJs? TransformersJs { get; }

    public PlainModel WholeModel { get; }

    /// <summary>Like <see cref="WholeModel"/>, with the library's thread settings.</summary>
    public PlainModel WholeModelWithSameThreads { get; }

    public FeatureExtractor AllHeads { get; }

    public int LayerCount { get; }

    /// <summary>Predicts with heads of all layers.</summary>
    public PredictionEngine<Photo, PhotoPrediction> Engine { get; }

    /// <summary>Deepest layer with a head of <see cref="Engine"/>.</summary>
    public int DeepestKeptLayer => DeepestLayer(_trained);

    /// <summary>Predicts with heads of the lower half of the layers.</summary>
    public PredictionEngine<Photo, PhotoPrediction> HalfDepthEngine { get; }

    /// <summary>Deepest layer with a head of <see cref="HalfDepthEngine"/>.</summary>
    public int DeepestKeptLayerAtHalfDepth => DeepestLayer(_trainedAtHalfDepth);

    /// <summary>Path of the saved model of <see cref="Engine"/>.</summary>
    public string SavedModel { get; }

    public static Prompt Prompt(string image) => new(FashionTask.Question, [ImageInput.FromFile(image)]);

    /// <summary>Creates another engine on the sessions of <see cref="Engine"/>; an engine is for one thread.</summary>
    public PredictionEngine<Photo, PhotoPrediction> CreateEngine() => CreateEngine(_trained);

    /// <summary>Opens the sessions of <see cref="Engine"/>, cut by hand, in plain ONNX Runtime with the library's thread settings.</summary>
    public PlainModel OpenSessionsOfEngine() => new(
        FashionTask.Lmm, FashionTask.Question, CreateOptionsOfTheLibrary, EmbeddedGraphs.DecoderCutAbove(FashionTask.Lmm, DeepestKeptLayer));

    public void Dispose()
    {
        HalfDepthEngine.Dispose();
        _trainedAtHalfDepth.Dispose();
        Engine.Dispose();
        _trained.Dispose();
        AllHeads.Dispose();
        _lmm.Dispose();
        WholeModelWithSameThreads.Dispose();
        WholeModel.Dispose();
        TransformersJs?.Dispose();
        Directory.Delete(Path.GetDirectoryName(SavedModel)!, recursive: true);
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
