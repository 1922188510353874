using Microsoft.ML.Sav.Mapping;

namespace Microsoft.ML.Sav.Scoring;

/// <summary>The getters of the output columns, from the scores of a row.</summary>
internal static class ScoreGetters
{
    /// <summary>Of the predicted label, then of the scores.</summary>
    public static IReadOnlyList<Func<RowVector, Delegate>> All { get; } = [CreateLabelGetter, RowVector.CreateGetter];

    // The class with the greatest score, as a key: counted from 1; missing (0) if the scores are NaN, as ML.NET's scorers do.
    private static Delegate CreateLabelGetter(RowVector scores) => new ValueGetter<uint>((ref uint destination) =>
    {
        var values = scores.Read();
        destination = float.IsNaN(values[0]) ? 0 : (uint)Array.IndexOf(values, values.Max()) + 1;
    });
}
