using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Benchmarks.Data;
using Microsoft.ML.Sav.Benchmarks.Peers;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.Sessions;

namespace Microsoft.ML.Sav.Benchmarks.Speed;

/// <summary>Everything that runs the LMM on an image, open at the same time.</summary>
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
        WholeModelWithSameThreads = new PlainModel(FashionTask.Lmm, FashionTask.Question, ThreadsOfTheLibrary);
        _lmm = MultimodalModel.Open(FashionTask.Lmm, FashionTask.EachRowByItself);
        AllHeads = _lmm.CreateHeadExtractor();
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

    /// <summary>Why transformers.js is left out, or <see langword="null"/>.</summary>
    public string? TransformersJsMissing { get; }

    public TransformersJs? TransformersJs { get; }

    public PlainModel WholeModel { get; }

    /// <summary>As <see cref="WholeModel"/>, but with the library's settings of threads.</summary>
    public PlainModel WholeModelWithSameThreads { get; }

    public HeadExtractor AllHeads { get; }

    public int LayerCount { get; }

    /// <summary>Predicts with heads of all layers.</summary>
    public PredictionEngine<Photo, PhotoPrediction> Engine { get; }

    /// <summary>The deepest layer that <see cref="Engine"/> has a head in.</summary>
    public int DeepestKeptLayer => DeepestLayer(_trained);

    /// <summary>Predicts with heads of the lower half of the layers.</summary>
    public PredictionEngine<Photo, PhotoPrediction> HalfDepthEngine { get; }

    /// <summary>The deepest layer that <see cref="HalfDepthEngine"/> has a head in.</summary>
    public int DeepestKeptLayerAtHalfDepth => DeepestLayer(_trainedAtHalfDepth);

    /// <summary>File of the model of <see cref="Engine"/>.</summary>
    public string SavedModel { get; }

    public static Prompt Prompt(string image) => new(FashionTask.Question, [ImageInput.FromFile(image)]);

    /// <summary>Another engine like <see cref="Engine"/>, on the same sessions; an engine is for one thread.</summary>
    public PredictionEngine<Photo, PhotoPrediction> CreateEngine() => CreateEngine(_trained);

    /// <summary>The sessions that <see cref="Engine"/> needs, cut by hand: nothing but ONNX Runtime, with the library's settings.</summary>
    public PlainModel OpenSessionsOfEngine() => new(
        FashionTask.Lmm, FashionTask.Question, ThreadsOfTheLibrary, EmbeddedGraphs.DecoderCutAbove(FashionTask.Lmm, DeepestKeptLayer));

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

    private static int DeepestLayer(TransformerChain<SavTransformer> trained) => trained.LastTransformer.Model.Heads.Max(head => head.Head.Layer);

    private static SessionOptions ThreadsOfTheLibrary()
    {
        var options = new SessionOptions { IntraOpNumThreads = PhysicalCores.Count };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }

    private PredictionEngine<Photo, PhotoPrediction> CreateEngine(TransformerChain<SavTransformer> trained) =>
        _mlContext.Model.CreatePredictionEngine<Photo, PhotoPrediction>(trained, new PredictionEngineOptions { OwnsTransformer = false });
}
