using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Benchmarks.Data;
using Microsoft.ML.Sav.Benchmarks.Peers;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Lmm.Images;

namespace Microsoft.ML.Sav.Benchmarks.Speed;

/// <summary>Everything that runs the LMM on an image, open at the same time.</summary>
internal sealed class Contestants : IDisposable
{
    private readonly MLContext _mlContext = new(seed: 1);
    private readonly TransformerChain<SavTransformer> _trained;

    public Contestants()
    {
        TransformersJsMissing = TransformersJs.Install();
        TransformersJs = TransformersJsMissing is null ? new TransformersJs(FashionTask.Lmm, FashionTask.Question) : null;
        WholeModel = new PlainModel(FashionTask.Lmm, FashionTask.Question, () => new SessionOptions());
        WholeModelWithoutSpinning = new PlainModel(FashionTask.Lmm, FashionTask.Question, WithoutSpinning);
        Lmm = MultimodalModel.Open(FashionTask.Lmm);
        AllHeads = Lmm.CreateHeadExtractor();

        var photos = _mlContext.Data.LoadFromEnumerable(FashionTask.Training);
        _trained = FashionTask.Fit(_mlContext, photos);
        SavedModel = Path.Combine(Directory.CreateTempSubdirectory("sav-benchmarks-").FullName, "model.zip");
        _mlContext.Model.Save(_trained, photos.Schema, SavedModel);
        KeptHeads = new HeadLayout(_trained.LastTransformer.Model.Heads.Select(head => head.Head));

        HalfDepthClassifier = TrainOnLowerHalf();
        HalfDepthHeads = Lmm.CreateHeadExtractor(HalfDepthClassifier.Layout);
        Engine = CreateEngine();
    }

    /// <summary>Why transformers.js is left out, or <see langword="null"/>.</summary>
    public string? TransformersJsMissing { get; }

    public TransformersJs? TransformersJs { get; }

    public PlainModel WholeModel { get; }

    /// <summary>As <see cref="WholeModel"/>, but with the one setting that the library changes.</summary>
    public PlainModel WholeModelWithoutSpinning { get; }

    public MultimodalModel Lmm { get; }

    public HeadExtractor AllHeads { get; }

    /// <summary>The heads kept of all layers.</summary>
    public HeadLayout KeptHeads { get; }

    /// <summary>Predicts with <see cref="KeptHeads"/>.</summary>
    public PredictionEngine<Photo, PhotoPrediction> Engine { get; }

    public HeadExtractor HalfDepthHeads { get; }

    /// <summary>A classifier of heads in the lower half of the layers.</summary>
    public HeadClassifier HalfDepthClassifier { get; }

    /// <summary>File of the ML.NET model with <see cref="KeptHeads"/>.</summary>
    public string SavedModel { get; }

    public static Prompt Prompt(string image) => new(FashionTask.Question, [ImageInput.FromFile(image)]);

    /// <summary>Another engine on the same sessions; an engine is for one thread.</summary>
    public PredictionEngine<Photo, PhotoPrediction> CreateEngine() => _mlContext.Model.CreatePredictionEngine<Photo, PhotoPrediction>(
        _trained, new PredictionEngineOptions { OwnsTransformer = false });

    /// <summary>The sessions that <see cref="Engine"/> needs, cut by hand: nothing but ONNX Runtime, with the library's settings.</summary>
    public PlainModel OpenSessionsForKeptHeads() => new(
        FashionTask.Lmm, FashionTask.Question, WithoutSpinning,
        EmbeddedGraphs.DecoderCutAbove(FashionTask.Lmm, KeptHeads.Heads.Max(head => head.Layer)));

    public void PredictAtHalfDepth(string image) =>
        HalfDepthClassifier.Score(HalfDepthHeads.Extract(Prompt(image)), new float[HalfDepthClassifier.ClassCount]);

    public void Dispose()
    {
        Engine.Dispose();
        HalfDepthHeads.Dispose();
        _trained.Dispose();
        AllHeads.Dispose();
        Lmm.Dispose();
        WholeModelWithoutSpinning.Dispose();
        WholeModel.Dispose();
        TransformersJs?.Dispose();
        Directory.Delete(Path.GetDirectoryName(SavedModel)!, recursive: true);
    }

    private static SessionOptions WithoutSpinning()
    {
        var options = new SessionOptions();
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }

    private HeadClassifier TrainOnLowerHalf()
    {
        var middle = (Lmm.Heads.Heads.Max(head => head.Layer) + 1) / 2;
        using var extractor = Lmm.CreateHeadExtractor(new HeadLayout(Lmm.Heads.Heads.Where(head => head.Layer < middle)));
        var classes = FashionTask.Training.Select(photo => photo.Label).Distinct().ToList();
        var support = new SupportSet(extractor.Layout, classes.Count);
        foreach (var photo in FashionTask.Training)
            support.Add(extractor.Extract(Prompt(photo.ImagePath)), classes.IndexOf(photo.Label));
        return HeadSelection.Train(support, SavEstimator.Options.DefaultHeadCount).Classifier;
    }
}
