using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Storage;
using Microsoft.ML.Sav.Training;

namespace Microsoft.ML.Sav.Growing;

/// <summary>Reads rows that a transformer learns, or that it learned before.</summary>
internal sealed class ExampleRows(IHost host, TransformerState state, TrainingData training, PromptColumns columns)
{
    /// <summary>Prepares reading rows with labels.</summary>
    /// <exception cref="ArgumentException">A column is missing or of a wrong type.</exception>
    public SupportSetReader ReadLabelled(IDataView rows, RowErrorPolicy errors, out RowLabels labels)
    {
        columns.Check(rows.Schema);
        labels = RowLabels.FromKeysOrValues(rows.Schema, training.LabelColumn, state.KeyValues);
        return new SupportSetReader(host, columns, rows, labels)
        {
            RequiresLabels = true,
            OnRowError = errors.Action,
            Skipped = new SkippedRows(host, errors.Skipped),
        };
    }

    /// <summary>Finds the ID that the examples with a row's content have.</summary>
    /// <exception cref="SavRowException">No example has it, or the row cannot be used.</exception>
    public string FindId(RowPrompt row)
    {
        try
        {
            var id = row.Prompt.ComputeHash();
            return training.Examples.Any(example => example.Id == id)
                ? id
                : throw new PromptException($"it has the content of none of the {training.Examples.Count} training examples");
        }
        catch (PromptException exception)
        {
            throw row.CreateRowException(exception);
        }
    }
}
