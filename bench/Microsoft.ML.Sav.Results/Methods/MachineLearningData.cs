using Microsoft.ML.Data;

namespace Microsoft.ML.Sav.Results.Methods;

/// <summary>Brings rows into ML.NET and scores out of it.</summary>
internal static class MachineLearningData
{
    /// <summary>Loads rows with a label column of class keys.</summary>
    /// <typeparam name="T">A row with a property Label, and maybe a vector Features.</typeparam>
    /// <param name="mlContext">The context.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="featureCount">Length of Features; <see langword="null"/> without.</param>
    public static IDataView Load<T>(MLContext mlContext, IEnumerable<T> rows, int classCount, int? featureCount = null)
        where T : class
    {
        var schema = SchemaDefinition.Create(typeof(T));
        schema["Label"].ColumnType = new KeyDataViewType(typeof(uint), classCount);
        if (featureCount is { } count)
            schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, count);
        return mlContext.Data.LoadFromEnumerable(rows, schema);
    }

    /// <summary>Reads the scores of all rows.</summary>
    public static float[][] ReadScores(IDataView predictions) => [.. predictions.GetColumn<float[]>("Score")];
}
