using System.Collections.Concurrent;
using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Training;

/// <summary>Reads the labelled rows of the training data.</summary>
internal sealed class SupportSetReader(IHostEnvironment environment, PromptColumns columns, IDataView data, DataViewSchema.Column label)
{
    // the extractor reads rows ahead; their labels wait here for the results, which come in the order of the rows
    private readonly ConcurrentQueue<(RowPrompt Row, int Class)> _waiting = [];

    /// <summary>The first examples, which are not shown to the LMM.</summary>
    public IReadOnlyList<RowPrompt> First(int count) => [.. Rows().Take(count).Select(row => row.Row)];

    /// <summary>Adds every example.</summary>
    /// <param name="support">What to add to.</param>
    /// <param name="extract">Gives the head vectors of prompts, in their order.</param>
    /// <param name="progress">Is told after each example.</param>
    /// <exception cref="SavRowException">A row cannot be used.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public void AddTo(SupportSet support, Func<IEnumerable<Prompt>, IEnumerable<float[]>> extract, TrainingProgress progress)
    {
        using var results = extract(Prompts()).GetEnumerator();
        while (MoveNext(results))
        {
            if (_waiting.TryDequeue(out var row))
                support.Add(results.Current, row.Class);
            progress.Advance();
            MachineLearningEnvironment.ThrowIfCanceled(environment);
        }
    }

    private IEnumerable<Prompt> Prompts()
    {
        foreach (var row in Rows())
        {
            _waiting.Enqueue(row);
            yield return row.Row.Prompt;
        }
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

    private bool MoveNext(IEnumerator<float[]> results)
    {
        try
        {
            return results.MoveNext();
        }
        catch (Exception exception) when (RowPrompt.IsAtFault(exception) && _waiting.TryPeek(out var failed))
        {
            throw failed.Row.CreateRowException(exception);
        }
    }
}
