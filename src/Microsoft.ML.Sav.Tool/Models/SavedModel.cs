using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Tool.Examples;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Models;

/// <summary>A classifier as an ML.NET model: label to key, the heads' vote, predicted key to label.</summary>
internal sealed class SavedModel : IDisposable
{
    private readonly MLContext _context;
    private readonly ITransformer _pipeline;
    private readonly CancellationToken _cancellationToken;

    private SavedModel(MLContext context, ITransformer pipeline, string name, CancellationToken cancellationToken)
    {
        _context = context;
        _pipeline = pipeline;
        Classifier = (pipeline as IEnumerable<ITransformer>)?.OfType<SavTransformer>().SingleOrDefault()
            ?? throw new InvalidDataException($"'{name}' is an ML.NET model without a {nameof(SavTransformer)}.");
        _cancellationToken = cancellationToken;
    }

    /// <summary>The part that votes.</summary>
    public SavTransformer Classifier { get; }

    /// <summary>Trains a model.</summary>
    public static SavedModel Fit(IReadOnlyList<Example> examples, SavEstimator.Options options)
    {
        var context = CreateContext();
        options.ImageColumnName = examples.Any(example => example.ImagePath.Length > 0) ? nameof(Example.ImagePath) : null;
        options.TextColumnName = examples.Any(example => example.Text.Length > 0) ? nameof(Example.Text) : null;
        var pipeline = context.Transforms.Conversion.MapValueToKey(nameof(Example.Label))
            .Append(context.MulticlassClassification.Trainers.Sav(options))
            .Append(context.Transforms.Conversion.MapKeyToValue(nameof(Prediction.PredictedLabel)));
        var fitted = RowErrors.Locate(() => pipeline.Fit(context.Data.LoadFromEnumerable(examples)), row => examples[row]);
        return new SavedModel(context, fitted, "", options.CancellationToken);
    }

    /// <summary>Loads a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="gpu">GPU to run the LMM on; <see langword="null"/> for the CPU.</param>
    /// <param name="fallbackToCpu">Whether to run on the CPU where the GPU cannot be used.</param>
    /// <param name="cancellationToken">Ends predictions.</param>
    /// <exception cref="InvalidDataException">The file is not such a model.</exception>
    public static SavedModel Load(string path, int? gpu, bool fallbackToCpu, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no model '{path}'.", path);
        var context = CreateContext();
        (context.GpuDeviceId, context.FallbackToCpu) = (gpu, fallbackToCpu);
        return new SavedModel(context, Load(context, path), path, cancellationToken);
    }

    /// <summary>Saves the model under another name beside <paramref name="path"/>, and renames it when it is complete.</summary>
    public void Save(string path)
    {
        var unfinished = path + ".partial";
        try
        {
            _context.Model.Save(_pipeline, _context.Data.LoadFromEnumerable<Example>([]).Schema, unfinished);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Predicts the examples one after the other.</summary>
    public IEnumerable<(Example Example, Prediction Prediction)> Predict(IEnumerable<Example> examples)
    {
        var options = new PredictionEngineOptions { OwnsTransformer = false };
        using var engine = _context.Model.CreatePredictionEngine<Example, Prediction>(_pipeline, options);
        foreach (var example in UntilCancelled(examples))
            yield return (example, RowErrors.Locate(() => engine.Predict(example), _ => example));
    }

    /// <summary>Compares predictions with labels.</summary>
    public MulticlassClassificationMetrics Evaluate(IReadOnlyList<Example> examples, ConsoleProgress progress)
    {
        var data = _context.Data.LoadFromEnumerable(UntilCancelled(progress.Count(examples)));
        return RowErrors.Locate(() => _context.MulticlassClassification.Evaluate(_pipeline.Transform(data)), row => examples[row]);
    }

    public void Dispose() => Classifier.Dispose();

    private static MLContext CreateContext()
    {
        var context = new MLContext();
        context.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Warning)
                Terminal.Warn(message.RawMessage);
        };
        return context;
    }

    private static ITransformer Load(MLContext context, string path)
    {
        try
        {
            return context.Model.Load(path, out _);
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException)
        {
            throw new InvalidDataException($"'{path}' is not an ML.NET model that can be read: {exception.Message}", exception);
        }
    }

    private IEnumerable<Example> UntilCancelled(IEnumerable<Example> examples)
    {
        foreach (var example in examples)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            yield return example;
        }
    }
}
