namespace Microsoft.ML.Sav.Results.Methods;

/// <summary>Scores that do not depend on training rows.</summary>
/// <param name="name">What the results call it.</param>
/// <param name="getScores">Computes a probability per class, [rows][classes]; called once.</param>
internal sealed class PrecomputedScores(string name, Func<float[][]> getScores) : Method(name)
{
    private readonly Lazy<float[][]> _scores = new(getScores);

    /// <inheritdoc/>
    public override float[][] Score(int[] training, int[] test) => Array.ConvertAll(test, row => _scores.Value[row]);
}
