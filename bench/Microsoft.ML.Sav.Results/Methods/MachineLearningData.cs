using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Sav.Results.Methods;

/// <summary>Trains ML.NET's pipelines and brings their scores into the order of the classes.</summary>
internal static class MachineLearningData
{
    /// <summary>Trains a pipeline on some rows and scores others.</summary>
    /// <typeparam name="T">A row with a column Label, the index of a class.</typeparam>
    /// <param name="mlContext">The context.</param>
    /// <param name="pipeline">What follows the conversion of labels to keys.</param>
    /// <param name="training">Rows of every class.</param>
    /// <param name="test">Rows to score.</param>
    /// <param name="featureCount">Length of the column Features; <see langword="null"/> if there is none.</param>
    /// <returns>[test rows][classes]</returns>
    public static float[][] Score<T>(MLContext mlContext, IEstimator<ITransformer> pipeline, IEnumerable<T> training, IEnumerable<T> test, int? featureCount = null)
        where T : class
    {
        var schema = SchemaDefinition.Create(typeof(T));
        if (featureCount is { } count)
            schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, count);
        // Keys in the order of class indices: scores come in the order of keys.
        var labels = mlContext.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue);
        var model = labels.Append(pipeline).Fit(mlContext.Data.LoadFromEnumerable(training, schema));
        return [.. model.Transform(mlContext.Data.LoadFromEnumerable(test, schema)).GetColumn<float[]>("Score")];
    }
}
