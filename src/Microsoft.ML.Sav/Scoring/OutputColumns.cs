using Microsoft.ML.Data;
using Microsoft.ML.Sav.Columns;

namespace Microsoft.ML.Sav.Scoring;

/// <summary>The predicted label and the scores, with the order, types and annotations of ML.NET's own trainers.</summary>
internal static class OutputColumns
{
    private const string SetIdAnnotation = "ScoreColumnSetId";

    /// <summary>The input's columns, then the predicted label, the scores and, if it has a name, the contributions.</summary>
    /// <param name="input">The input.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="keyValues">The label's key values.</param>
    /// <param name="names">Names of the columns.</param>
    /// <param name="contributions">Slot names of the contributions.</param>
    public static DataViewSchema Append(DataViewSchema input, int classCount, KeyValues? keyValues, ColumnNames names, IReadOnlyList<string> contributions)
    {
        var setId = NextSetId(input);

        var label = Annotations(setId, "PredictedLabel");
        keyValues?.AddTo(label, "KeyValues");

        var score = Annotations(setId, "Score");
        if (keyValues?.Type.ItemType is TextDataViewType)
            keyValues.AddTo(score, "SlotNames");
        keyValues?.AddTo(score, "TrainingLabelValues");

        var output = new DataViewSchema.Builder();
        output.AddColumns(input);
        output.AddColumn(names.PredictedLabel, new KeyDataViewType(typeof(uint), classCount), label.ToAnnotations());
        output.AddColumn(names.Score, new VectorDataViewType(NumberDataViewType.Single, classCount), score.ToAnnotations());
        if (names.Contribution is not null)
        {
            var slotNames = new DataViewSchema.Annotations.Builder();
            slotNames.Add("SlotNames", new VectorDataViewType(TextDataViewType.Instance, contributions.Count), (ref VBuffer<ReadOnlyMemory<char>> destination) =>
                destination = new VBuffer<ReadOnlyMemory<char>>(contributions.Count, [.. contributions.Select(name => name.AsMemory())]));
            output.AddColumn(names.Contribution, new VectorDataViewType(NumberDataViewType.Single, contributions.Count), slotNames.ToAnnotations());
        }
        return output.ToSchema();
    }

    private static DataViewSchema.Annotations.Builder Annotations(uint setId, string valueKind)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue(SetIdAnnotation, new KeyDataViewType(typeof(uint), int.MaxValue), setId);
        annotations.AddPrimitiveValue("ScoreColumnKind", TextDataViewType.Instance, "MulticlassClassification".AsMemory());
        annotations.AddPrimitiveValue("ScoreValueKind", TextDataViewType.Instance, valueKind.AsMemory());
        return annotations;
    }

    // One more than the greatest in use: evaluators tell the columns of several predictors apart by it.
    private static uint NextSetId(DataViewSchema schema)
    {
        var greatest = 0u;
        foreach (var column in schema)
        {
            var type = column.Annotations.Schema.GetColumnOrNull(SetIdAnnotation)?.Type;
            if (type is not KeyDataViewType || type.RawType != typeof(uint))
                continue;
            var setId = 0u;
            column.Annotations.GetValue(SetIdAnnotation, ref setId);
            greatest = Math.Max(greatest, setId);
        }
        return greatest + 1;
    }
}
