using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.Data;
using Microsoft.ML.Sav.Columns;

namespace Microsoft.ML.Sav.Report.Evaluation;

/// <summary>Reads rows that a model has scored.</summary>
/// <param name="scored">The rows with their scores. The LMM runs when scores are read.</param>
/// <param name="transformer">The model.</param>
/// <param name="labelColumnName">Name of the label column.</param>
internal sealed class EvaluationReader(IDataView scored, SavTransformer transformer, string labelColumnName)
{
    private readonly SavModel _model = transformer.Model;
    private readonly PromptColumns _columns = transformer.Columns;

    /// <summary>Runs the LMM for every row, once.</summary>
    /// <exception cref="ArgumentException">No row has a label that the model knows, or a column is missing.</exception>
    /// <exception cref="SavRowException">A row cannot be used, and the transformer does not skip such rows.</exception>
    public EvaluatedData Read(CancellationToken cancellationToken)
    {
        var label = Find(labelColumnName, "label");
        var score = Find(transformer.ScoreColumnName, "score");
        var predicted = PredictedLabelReader.FindKeys(scored.Schema, transformer.PredictedLabelColumnName) ?? Find(transformer.PredictedLabelColumnName, "predicted label");
        using var cursor = scored.GetRowCursor([.. SelectPromptColumns(), label, score, predicted]);
        var isRejected = _model.RejectOption?.Rate is null ? () => false : PredictedLabelReader.CreateIsMissing(cursor, predicted);
        var readLabel = LabelReader.Create(cursor, label, _model.ClassNames);
        var readPrompt = _columns.CreateReader(cursor);
        var readScores = cursor.GetGetter<VBuffer<float>>(score);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (rows, unlabelled, unusable, scores) = (new List<EvaluatedRow>(), 0, 0, default(VBuffer<float>));
        for (var position = 0; cursor.MoveNext(); position++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var index = readLabel();
            if (index < 0)
            {
                unlabelled++;
                continue;
            }
            readScores(ref scores);
            // The transformer skips rows that cannot be used.
            if (float.IsNaN(scores.GetItemOrDefault(0)))
            {
                unusable++;
                continue;
            }
            rows.Add(new EvaluatedRow(position, index, [.. scores.DenseValues()]) { IsRejected = isRejected() });
            Append(hash, readPrompt(), _model.ClassNames[index]);
        }
        return rows.Count > 0
            ? new EvaluatedData(rows, _model.ClassCount, (unlabelled, unusable), Convert.ToHexStringLower(hash.GetHashAndReset()))
            : throw new ArgumentException(
                $"Expected rows with a label that the model knows ({Markup.Name.Shorten(string.Join(", ", _model.ClassNames))}) in column '{labelColumnName}', found none among {unlabelled}{(unusable > 0 ? $", and {unusable} that cannot be used" : "")}.", nameof(scored));
    }

    /// <summary>Reads what rows show.</summary>
    /// <param name="positions">Positions of the rows.</param>
    /// <param name="explained">Positions of those that the LMM runs on again, for overlays.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="SavRowException">An image cannot be read any more.</exception>
    public Dictionary<int, RowContent> ReadContents(IEnumerable<int> positions, IEnumerable<int> explained, CancellationToken cancellationToken)
    {
        var (wanted, drawn) = (positions.ToHashSet(), _columns.HasImages ? explained.ToHashSet() : []);
        var shown = new Dictionary<int, RowPrompt>();
        var overlays = new Dictionary<int, byte[]?>();
        using var drawing = drawn.Count > 0 ? new OverlayDrawing(transformer) : null;
        using var cursor = scored.GetRowCursor(SelectPromptColumns());
        var readPrompt = _columns.CreateReader(cursor);
        for (var position = 0; shown.Count < wanted.Count && cursor.MoveNext(); position++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!wanted.Contains(position))
                continue;
            var row = readPrompt();
            shown.Add(position, row);
            if (drawn.Contains(position))
                overlays.Add(position, drawing!.Draw(row));
        }
        var hasText = shown.Values.DistinctBy(row => row.Prompt.Text).Count() > 1;
        return shown.ToDictionary(row => row.Key, row => row.Value.Use(
            prompt => RowContent.Create(prompt, hasText || prompt.Images.Count == 0, overlays.GetValueOrDefault(row.Key))));
    }

    // Lengths are part of it, so that no two different rows have the same bytes.
    private static void Append(IncrementalHash hash, RowPrompt row, string label)
    {
        hash.AppendData(Encoding.UTF8.GetBytes($"{label.Length} {row.Prompt.Text.Length} {row.Prompt.Images.Count} {label}{row.Prompt.Text}"));
        foreach (var image in row.Prompt.Images)
            hash.AppendData(row.Use(_ => image.Read().Hash));
    }

    private DataViewSchema.Column[] SelectPromptColumns()
    {
        _columns.Check(scored.Schema);
        return [.. _columns.SelectFrom(scored.Schema)];
    }

    private DataViewSchema.Column Find(string name, string role) => scored.Schema.GetColumnOrNull(name) ?? throw new ArgumentException(
        $"Expected a {role} column '{name}' in the data, found {string.Join(", ", scored.Schema.Select(column => $"'{column.Name}'"))}.", nameof(scored));
}
