using System.Globalization;
using Microsoft.ML.Sav.Tool.Output;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>Prints explanations.</summary>
internal static class ExplanationText
{
    private const int ShownFeatures = 10;

    /// <summary>Prints what speaks for a class, compared with the mean of all classes: features with most influence, then tokens in their order.</summary>
    public static void Write(InputRow row, SavExplanation explanation, string? className)
    {
        var index = className is null ? explanation.PredictedIndex : explanation.ClassNames.ToList().IndexOf(className);
        var name = explanation.ClassNames[index];
        Results.WriteLine(row.Name, name, $"{explanation.Scores[index]:F3}");
        var features = from contribution in explanation.Contributions
                       let value = Compare(contribution.Values, index)
                       orderby Math.Abs(value) descending
                       select (string[])[$"{contribution.Feature}", Format(value)];
        Results.WriteTable(["feature", $"for {name}"], features.Take(ShownFeatures));
        if (explanation.Tokens.Count > 0)
        {
            Results.WriteTable(
                ["token", $"for {name}"],
                explanation.Tokens.Select(token => (string[])[token.Text, Format(Compare(token.Values, index))]));
        }
        if (explanation is { ImageCount: > 0, Patches.Count: 0 })
            Messages.Warn("No evidence for parts of the image: the classifier is not linear, or the places that the LMM's tokens show are not known.");
    }

    /// <summary>Everything in an explanation, for JSON.</summary>
    public static object ToJson(InputRow row, SavExplanation explanation) => new
    {
        Image = row.ImageNames,
        Question = row.Text,
        Predicted = explanation.PredictedClass,
        Classes = explanation.ClassNames,
        explanation.Scores,
        explanation.Totals,
        explanation.Bias,
        Features = explanation.Contributions.Select(contribution => new { Feature = $"{contribution.Feature}", contribution.Values }),
        explanation.Tokens,
        explanation.Patches,
        explanation.Unlocated,
    };

    private static float Compare(IReadOnlyList<float> values, int index) => values[index] - values.Average();

    private static string Format(float value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);
}
