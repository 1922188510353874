using Microsoft.Extensions.Logging;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Sav.AspNetCore.Models;

/// <summary>Loads models from their file, and runs each once so that the first request does not wait for the LMM to open.</summary>
internal sealed class ModelLoader(string path, SavPredictorOptions options, ILogger logger)
{
    /// <summary>A white pixel, as PNG.</summary>
    private static readonly byte[] Pixel = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC");

    /// <summary>Full path of the model file.</summary>
    public string Path => path;

    /// <summary>Loads the model and makes a prediction.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file has no <see cref="SavTransformer"/>, or steps before it change what it reads.</exception>
    public ServedModel Load()
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no model '{path}', or this user may not read its folder. {nameof(SavPredictorOptions.ModelPath)} is relative to the content root.", path);
        var context = new MLContext();
        context.Log += (_, message) =>
        {
            if (message.Kind is ChannelMessageKind.Warning or ChannelMessageKind.Error)
                logger.LogWarning("{Message}", message.RawMessage);
        };
        var pipeline = context.Model.Load(path, out var schema);
        var classifier = FindClassifier(pipeline);
        // A pipeline may be saved without a schema.
        if (schema is not null && LeftOutSteps.Find(pipeline, classifier, schema) is var (step, column))
            throw CreateLeftOutException(step, column);
        var model = new ServedModel(context, Configure(classifier));
        _ = model.Predict([new SavInput(Pixel, "warm-up")]).Single();
        return model;
    }

    private SavTransformer FindClassifier(ITransformer pipeline)
    {
        try
        {
            return pipeline.GetSav();
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"'{path}' is an ML.NET model without a {nameof(SavTransformer)}, or with several.", exception);
        }
    }

    private InvalidDataException CreateLeftOutException(ITransformer step, string column) => new(
        $"In '{path}', a {step.GetType().Name} writes the column '{column}' before the {nameof(SavTransformer)} reads it, but a server runs the {nameof(SavTransformer)} alone, on what clients send. "
        + "Train without this step, on rows as clients send them; or apply it to inputs yourself and save the model without it; or serve the whole pipeline with PredictionEnginePool.");

    private SavTransformer Configure(SavTransformer transformer)
    {
        if (options.Lmm is { } folder)
            transformer = transformer.WithLmm(folder);
        return options.ConfigureLmm is { } configure ? transformer.WithLmmOptions(configure(transformer.LmmOptions)) : transformer;
    }
}
