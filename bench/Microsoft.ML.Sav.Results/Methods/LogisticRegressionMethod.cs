using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Results.Data;
using Microsoft.ML.Sav.Results.Linear;
using Microsoft.ML.Sav.Results.Measuring;

namespace Microsoft.ML.Sav.Results.Methods;

/// <summary>Logistic regression on normalised vectors.</summary>
/// <param name="name">What the results call it.</param>
/// <param name="dataSet">The rows.</param>
/// <param name="getVectors">Returns the normalised vectors of training rows and test rows.</param>
/// <param name="choosesByTest">Whether the strength with the greatest accuracy on the test rows is chosen, which flatters the method.</param>
internal sealed class LogisticRegressionMethod(
    string name, DataSet dataSet, Func<int[], int[], (float[][] Training, float[][] Test)> getVectors, bool choosesByTest) : Method(name)
{
    /// <inheritdoc/>
    public override float[][] Score(int[] training, int[] test)
    {
        var vectors = getVectors(training, test);
        var gram = GramMatrix.Compute(vectors.Training, vectors.Training);
        var products = GramMatrix.Compute(vectors.Test, vectors.Training);
        var classes = dataSet.GetClasses(training);
        return choosesByTest
            ? StrengthSearch.Strengths.Select(ScoreTest).MaxBy(scores => GetRank(Quality.Measure(scores, dataSet.GetClasses(test))))!
            : ScoreTest(StrengthSearch.Choose(gram, classes, dataSet.Classes.Count));

        float[][] ScoreTest(double strength)
        {
            var model = LogisticRegression.Train(gram, classes, dataSet.Classes.Count, strength);
            return Array.ConvertAll(products, row => model.Score(row));
        }
    }

    private static (double Accuracy, double LogLoss) GetRank(ClassificationQuality quality) => (quality.Accuracy, -quality.LogLoss);
}
