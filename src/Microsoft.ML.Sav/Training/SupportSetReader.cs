using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Training;

/// <summary>Reads the labelled rows of the training data.</summary>
internal sealed class SupportSetReader(IHostEnvironment environment, PromptColumns columns, IDataView data, DataViewSchema.Column label)
{
    /// <summary>Reads the first examples without running the LMM.</summary>
    public IReadOnlyList<RowPrompt> First(int count) => [.. Rows().Take(count).Select(row => row.Row)];

    /// <summary>Runs every example through the LMM and adds its head vectors.</summary>
    /// <param name="support">What to add to.</param>
    /// <param name="kept">Receives the examples, if they are kept.</param>
    /// <param name="extractor">Runs the LMM.</param>
    /// <param name="progress">Is notified of each example.</param>
    /// <param name="cancellationToken">Ends training early.</param>
    /// <returns>Number of examples whose vectors were in the feature cache.</returns>
    /// <exception cref="InvalidOperationException">There are more examples than a model can keep.</exception>
    /// <exception cref="SavRowException">A row cannot be used.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public long AddTo(SupportSet support, List<TrainingExample>? kept, FeatureExtractor extractor, TrainingProgress progress, CancellationToken cancellationToken)
    {
        var cached = 0L;
        foreach (var extraction in extractor.ExtractAll(Rows(), row => row.Row.Prompt, cancellationToken))
        {
            var (row, classIndex) = extraction.Item;
            var vectors = extraction.Vectors ?? throw row.CreateRowException(extraction.Error!);
            support.Add(vectors, classIndex);
            if (kept is not null)
            {
                TrainingExamples.RequireCount(support.Layout, support.Count);
                kept.Add(new TrainingExample(row.Prompt.ComputeHash(extraction.Images!), classIndex, vectors));
            }
            cached += extraction.IsFromCache ? 1 : 0;
            progress.Advance();
            MachineLearningEnvironment.ThrowIfCanceled(environment);
        }
        return cached;
    }

    private IEnumerable<(RowPrompt Row, int Class)> Rows()
    {
        using var cursor = data.GetRowCursor(columns.SelectFrom(data.Schema).Append(label));
        var readLabel = LabelColumn.CreateGetter(cursor, label);
        var readExample = columns.CreateReader(cursor);
        while (cursor.MoveNext())
        {
            var classIndex = readLabel();
            if (classIndex >= 0)
                yield return (readExample(), classIndex);
        }
    }
}
