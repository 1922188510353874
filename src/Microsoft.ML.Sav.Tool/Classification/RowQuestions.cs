using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Tool.Output;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Classification;

/// <summary>Checks that rows have what a classifier was trained with: an image, a question or text, or both.</summary>
/// <param name="classifier">The classifier.</param>
/// <param name="question">Question of the rows that have none; <see langword="null"/> if each needs its own.</param>
internal sealed class RowQuestions(SavTransformer classifier, string? question = null)
{
    // features of the image alone are the same for every question
    private readonly bool _needsText = classifier.TextColumnName is not null
        && classifier.Model.Report.Features.Any(feature => feature.Feature.Kind is not (FeatureKind.VisionEncoder or FeatureKind.Projector));

    private bool _isWarned;

    /// <summary>The row, with its question.</summary>
    /// <exception cref="InvalidDataException">The row has no question or no image, and the classifier needs one.</exception>
    public InputRow Complete(InputRow row)
    {
        if (row.Text.Length == 0 && question is not null)
        {
            row = row with { Text = question };
        }
        else if (row.Text.Length == 0 && _needsText)
        {
            throw new InvalidDataException(
                $"{row.Location}: has no question, and the model was trained with questions. Give it its own in JSON lines, {{\"image\": \"...\", \"question\": \"...\"}}, or one for all with --question.");
        }
        if (row.ImagePath.Length == 0 && classifier.TextColumnName is null)
            throw new InvalidDataException($"{row.Location}: has no image, and the model was trained with images alone.");
        if (row.Text.Length > 0 && classifier.TextColumnName is null && !_isWarned)
        {
            _isWarned = true;
            Messages.Warn("The model was trained without questions; those of the rows have no effect.");
        }
        return row;
    }
}
