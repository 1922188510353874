using Microsoft.ML.Data;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Interop;

namespace Microsoft.ML.Sav.Scoring;

/// <summary>Shapes of the output columns, which are known before training.</summary>
internal static class OutputShape
{
    public static SchemaShape Append(SchemaShape input, SchemaShape.Column label, ColumnNames names)
    {
        SchemaShape.Column[] common =
        [
            ColumnShapes.Key("ScoreColumnSetId", NumberDataViewType.UInt32),
            ColumnShapes.Scalar("ScoreColumnKind", TextDataViewType.Instance),
            ColumnShapes.Scalar("ScoreValueKind", TextDataViewType.Instance),
        ];
        SchemaShape.Column[] keyValues =
            [.. label.Annotations.Where(column => column.Name == "KeyValues" && column.Kind == SchemaShape.Column.VectorKind.Vector)];
        var slotNames = keyValues.Where(values => values.ItemType is TextDataViewType)
            .Select(values => ColumnShapes.Vector("SlotNames", values.ItemType));
        var trainingLabels = keyValues.Select(values => ColumnShapes.Vector("TrainingLabelValues", values.ItemType));

        var columns = input.ToDictionary(column => column.Name);
        columns[names.Score] = ColumnShapes.Vector(names.Score, NumberDataViewType.Single, [.. slotNames, .. trainingLabels, .. common]);
        columns[names.PredictedLabel] = ColumnShapes.Key(names.PredictedLabel, NumberDataViewType.UInt32, [.. keyValues, .. common]);
        if (names.Contribution is not null)
            columns[names.Contribution] = ColumnShapes.Vector(names.Contribution, NumberDataViewType.Single, [ColumnShapes.Vector("SlotNames", TextDataViewType.Instance)]);
        return new SchemaShape(columns.Values);
    }
}
