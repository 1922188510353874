namespace Microsoft.ML.Sav.Heads;

/// <summary>Limits the time that training takes for classifiers without each example in turn, whose number of multiplications grows with the square of the examples.</summary>
internal static class LeaveOneOutCost
{
    /// <summary>Greatest number of multiplications: a few seconds.</summary>
    public const double MaxMultiplicationCount = 2e10;

    /// <summary>Whether all pairs of examples can be compared.</summary>
    /// <param name="examples">The examples, with heads alone.</param>
    /// <param name="comparisons">Number of comparisons per pair.</param>
    public static bool IsAffordable(ILabelledExamples examples, int comparisons) =>
        (double)examples.Count * examples.Count * examples.Layout.VectorLength * comparisons <= MaxMultiplicationCount;
}
