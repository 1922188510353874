using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Results.Features;

namespace Microsoft.ML.Sav.Results.Methods;

/// <summary>A classifier of this library.</summary>
/// <param name="name">What the results call it.</param>
/// <param name="features">The features of all rows.</param>
/// <param name="options">How to train.</param>
internal sealed class LibraryMethod(string name, FeatureTable features, ClassifierOptions options) : Method(name)
{
    /// <inheritdoc/>
    public override float[][] Score(int[] training, int[] test) =>
        new TrainedOnRows(features, training.Select(row => (row, features.DataSet.GetClass(row))), options).Score(test);
}
