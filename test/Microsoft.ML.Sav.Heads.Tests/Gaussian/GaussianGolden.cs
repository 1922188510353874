using System.Text.Json;

namespace Microsoft.ML.Sav.Heads.Tests.Gaussian;

/// <summary>Features, and what the NumPy code of the method computes from them (Fixtures/gaussian).</summary>
internal sealed class GaussianGolden
{
    private static readonly JsonElement Json = JsonDocument.Parse(File.ReadAllText(Repository.Fixture("gaussian", "golden.json"))).RootElement;

    public static FeatureLayout Layout { get; } = new(Json.GetProperty("features").EnumerateArray().Select(feature => new Feature(
        Enum.Parse<FeatureKind>(feature.GetProperty("kind").GetString()!),
        feature.GetProperty("layer").GetInt32(), feature.GetProperty("index").GetInt32(), feature.GetProperty("size").GetInt32())));

    public static int ClassCount => Json.GetProperty("classCount").GetInt32();

    public static int HeadCount => Json.GetProperty("headCount").GetInt32();

    public static int[] Classes { get; } = ReadIntegers(Json.GetProperty("classes"));

    public static float[][] Vectors => ReadVectors("vectors");

    public static float[][] Queries => ReadVectors("queries");

    /// <summary>[features][examples, classes], centred</summary>
    public static double[][] LeaveOneOutLogits => [.. Json.GetProperty("leaveOneOutLogits").EnumerateArray().Select(ReadNumbers)];

    /// <summary>Mean log-probability of the own class per feature.</summary>
    public static double[] LogProbabilities => ReadNumbers(Json.GetProperty("logProbabilities"));

    /// <summary>Fold of each example.</summary>
    public static int[] Folds => ReadIntegers(Json.GetProperty("folds"));

    /// <summary>Positions of the chosen features, best first, per kind.</summary>
    public static int[][] Chosen => [.. Json.GetProperty("chosen").EnumerateArray().Select(ReadIntegers)];

    /// <summary>[kinds][examples, classes]</summary>
    public static double[][] NestedLogits => [.. Json.GetProperty("nestedLogits").EnumerateArray().Select(ReadNumbers)];

    public static double[] Weights => ReadNumbers(Json.GetProperty("weights"));

    public static double Loss => Json.GetProperty("loss").GetDouble();

    /// <summary>[examples, classes], by <see cref="Weights"/></summary>
    public static double[] LeaveOneOutProbabilities => ReadNumbers(Json.GetProperty("leaveOneOutProbabilities"));

    public static ClassificationQuality Quality => Json.GetProperty("quality").Deserialize<ClassificationQuality>(JsonSerializerOptions.Web)!;

    /// <summary>[queries, classes], by <see cref="Weights"/></summary>
    public static double[] QueryProbabilities => ReadNumbers(Json.GetProperty("queryProbabilities"));

    public static SupportSet CreateSupportSet()
    {
        var support = new SupportSet(Layout, ClassCount);
        foreach (var (vectors, classIndex) in Vectors.Zip(Classes))
            support.Add(vectors, classIndex);
        return support;
    }

    private static float[][] ReadVectors(string name) =>
        [.. Json.GetProperty(name).EnumerateArray().Select(vector => ReadNumbers(vector).Select(value => (float)value).ToArray())];

    private static double[] ReadNumbers(JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetDouble())];

    private static int[] ReadIntegers(JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetInt32())];
}
