namespace Microsoft.ML.Sav.Results.Methods;

/// <summary>A way to classify the rows of one data set.</summary>
/// <param name="name">What the results call it.</param>
internal abstract class Method(string name)
{
    public string Name { get; } = name;

    /// <summary>Trains on some rows and scores others.</summary>
    /// <param name="training">Indices of the rows to train on.</param>
    /// <param name="test">Indices of the rows to score.</param>
    /// <returns>A probability per class, [test rows][classes].</returns>
    public abstract float[][] Score(int[] training, int[] test);
}
