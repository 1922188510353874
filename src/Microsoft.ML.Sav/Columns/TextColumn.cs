using Microsoft.ML.Data;

namespace Microsoft.ML.Sav.Columns;

/// <summary>The text of a row, for example a question or a document.</summary>
internal static class TextColumn
{
    public static void Check(SchemaShape.Column column)
    {
        if (column.ItemType is not TextDataViewType || column.Kind != SchemaShape.Column.VectorKind.Scalar)
            throw SchemaMismatch.CreateWrongTypeException("text", column, "String");
    }

    public static Func<string> CreateGetter(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        var text = default(ReadOnlyMemory<char>);
        return () =>
        {
            getter(ref text);
            return text.ToString();
        };
    }
}
