using Microsoft.ML.Data;

namespace Microsoft.ML.Sav.Tests;

/// <summary>A classifier of photos with the embedded LMM, trained once for all tests that only read it.</summary>
public sealed class PhotoClassifier : IDisposable
{
    public PhotoClassifier()
    {
        TrainingData = Context.Data.LoadFromEnumerable(Photo.Training());
        Pipeline = Estimator(Context).Fit(TrainingData);
        Transformer = Pipeline.OfType<SavTransformer>().Single();
    }

    public MLContext Context { get; } = new(seed: 1);

    public IDataView TrainingData { get; }

    public TransformerChain<ITransformer> Pipeline { get; }

    public SavTransformer Transformer { get; }

    /// <summary>The pipeline as in the README.</summary>
    internal static EstimatorChain<ITransformer> Estimator(MLContext context, Action<SavEstimator.Options>? configure = null) =>
        context.Transforms.Conversion.MapValueToKey("Label")
            .Append<ITransformer>(context.MulticlassClassification.Trainers.Sav(Options(configure)))
            .Append<ITransformer>(context.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

    internal static SavEstimator.Options Options(Action<SavEstimator.Options>? configure = null)
    {
        var options = new SavEstimator.Options { Lmm = Repository.EmbeddedLmm, ImageColumnName = nameof(Photo.ImagePath) };
        configure?.Invoke(options);
        return options;
    }

    internal Prediction[] Predict(ITransformer transformer, IEnumerable<Photo> photos)
    {
        var scored = transformer.Transform(Context.Load(photos));
        return [.. Context.Data.CreateEnumerable<Prediction>(scored, reuseRowObject: false)];
    }

    public void Dispose() => Pipeline.Dispose();
}
