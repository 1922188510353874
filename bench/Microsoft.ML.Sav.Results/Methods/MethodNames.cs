namespace Microsoft.ML.Sav.Results.Methods;

/// <summary>What the results call the methods.</summary>
internal static class MethodNames
{
    public const string Auto = "Auto";
    public const string GaussianHeads = "GaussianHeads";
    public const string Sav = "SAV";
    public const string Calm = "CALM";
    public const string Hec = "HEC";
    public const string ZeroShot = "LMM's answer, no training";
    public const string NearestMean = "nearest class mean, vision";
    public const string LogisticRegression = "logistic regression, vision";
    public const string LogisticRegressionByTest = "logistic regression, vision, best by test rows";
    public const string MachineLearningImages = "ML.NET, ResNet18";
    public const string TfIdf = "TF-IDF + logistic regression";
    public const string TfIdfByTest = "TF-IDF + logistic regression, best by test rows";
    public const string MachineLearningTexts = "ML.NET, FeaturizeText";

    /// <summary>The classifiers of this library.</summary>
    public static IReadOnlyList<string> Library { get; } = [Auto, GaussianHeads, Sav, Calm, Hec];
}
