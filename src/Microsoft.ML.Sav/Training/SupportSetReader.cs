using System.Collections.Concurrent;
using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Training;

/// <summary>Runs the labelled rows of the training data through the LMM, once.</summary>
internal sealed class SupportSetReader(IHostEnvironment environment, ExampleColumns columns, DataViewSchema.Column label)
{
    // the extractor reads rows ahead; their labels wait here for the results, which come in the order of the rows
    private readonly ConcurrentQueue<(Example Example, int Class)> _waiting = [];

    /// <exception cref="SavRowException">A row cannot be used.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public SupportSet Read(IDataView data, HeadExtractor extractor, TrainingProgress progress, CancellationToken cancellationToken)
    {
        var support = new SupportSet(extractor.Layout, LabelColumn.CountClasses(label));
        using var results = extractor.ExtractAll(Prompts(data), cancellationToken).GetEnumerator();
        while (MoveNext(results))
        {
            if (_waiting.TryDequeue(out var row))
                support.Add(results.Current, row.Class);
            progress.Advance();
            MachineLearningEnvironment.ThrowIfCanceled(environment);
        }
        return support;
    }

    private IEnumerable<Prompt> Prompts(IDataView data)
    {
        using var cursor = data.GetRowCursor(columns.In(data.Schema).Append(label));
        var readLabel = LabelColumn.CreateGetter(cursor, label);
        var readExample = columns.CreateReader(cursor);
        while (cursor.MoveNext())
        {
            var classIndex = readLabel();
            if (classIndex < 0)
                continue;
            var example = readExample();
            _waiting.Enqueue((example, classIndex));
            yield return example.Prompt;
        }
    }

    private bool MoveNext(IEnumerator<float[]> results)
    {
        try
        {
            return results.MoveNext();
        }
        catch (Exception exception) when (Example.IsAtFault(exception) && _waiting.TryPeek(out var failed))
        {
            throw failed.Example.Fault(exception);
        }
    }
}
