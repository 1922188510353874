using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Benchmarks.Data;
using Microsoft.ML.Sav.Benchmarks.Measuring;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Benchmarks.Peers;

/// <summary>
/// A process that is measured from its start. It answers each image path on its input after the model has run on the image, with the peak
/// memory of the process so far in KB, as transformers.mjs does.
/// </summary>
internal static class PredictionServer
{
    /// <summary>Starts a process that serves a saved ML.NET model.</summary>
    /// <param name="model">The model's file.</param>
    /// <param name="optimizedModels">Value of OptimizedModelFolder, if any.</param>
    public static LineProcess Start(string model, string? optimizedModels = null) => new(
        Environment.ProcessPath!, ["serve", model], optimizedModels is null ? null : new Dictionary<string, string> { [LmmOptions.OptimizedModelVariable] = optimizedModels });

    /// <summary>Serves the whole model in plain ONNX Runtime.</summary>
    public static void ServePlainModel()
    {
        using var model = new PlainModel(FashionTask.Lmm, FashionTask.Question, () => new SessionOptions());
        Serve(image => model.Run(image));
    }

    /// <summary>Serves a saved ML.NET model.</summary>
    public static void ServeSavedModel(string path)
    {
        var mlContext = new MLContext();
        using var engine = mlContext.Model.CreatePredictionEngine<Photo, PhotoPrediction>(mlContext.Model.Load(path, out _));
        Serve(image => engine.Predict(new Photo { ImagePath = image }));
    }

    private static void Serve(Action<string> predict)
    {
        while (Console.ReadLine() is { } image)
        {
            predict(image);
            Console.WriteLine(ProcessMemory.Peak() / 1024);
        }
    }
}
