using Microsoft.ML.Sav.Tool.Output;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Classification;

/// <summary>Suggests what to do with rows, as an ML.NET program does.</summary>
internal static class SuggestionPipeline
{
    /// <summary>Runs <see cref="SavSuggestions"/> on rows with and without a label.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="options">Options without columns.</param>
    /// <param name="suggest">What to suggest.</param>
    public static IReadOnlyList<T> Run<T>(IReadOnlyList<InputRow> rows, SavEstimator.Options options, Func<SavSuggestions, IDataView, IReadOnlyList<T>> suggest) =>
        ConsoleProgress.Run("Running the LMM", rows.Count, progress =>
        {
            var context = ClassificationPipeline.CreateContext();
            ClassificationPipeline.SetColumns(options, rows);
            options.Progress = progress;
            var suggestions = new SavSuggestions(context, options);
            return RowErrors.Locate(() => suggest(suggestions, Load(context, rows)), row => rows[row]);
        });

    private static IDataView Load(MLContext context, IReadOnlyList<InputRow> rows)
    {
        var data = context.Data.LoadFromEnumerable(rows);
        var labels = rows.Where(row => row.Label.Length > 0).DistinctBy(row => row.Label).Select(row => new { row.Label }).ToList();
        // An empty label is no class.
        return labels.Count == 0
            ? context.Transforms.DropColumns(nameof(InputRow.Label)).Fit(data).Transform(data)
            : context.Transforms.Conversion.MapValueToKey(nameof(InputRow.Label), keyData: context.Data.LoadFromEnumerable(labels)).Fit(data).Transform(data);
    }
}
