using Microsoft.ML.Data;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace Microsoft.ML.Sav.Interop;

/// <summary>Creates and reads the shapes of columns.</summary>
internal static class ColumnShapes
{
    public static SchemaShape Create(DataViewSchema schema) => SchemaShape.Create(schema);

    public static SchemaShape.Column? Find(SchemaShape schema, string name) => schema.TryFindColumn(name, out var column) ? column : null;

    /// <summary>The type as ML.NET names it in its messages, for example <c>Key&lt;UInt32&gt;</c>.</summary>
    public static string TypeName(SchemaShape.Column column) => column.GetTypeString();

    public static SchemaShape.Column Scalar(string name, DataViewType type) => new(name, VectorKind.Scalar, type, isKey: false);

    public static SchemaShape.Column Key(string name, DataViewType type, IEnumerable<SchemaShape.Column>? annotations = null) =>
        new(name, VectorKind.Scalar, type, isKey: true, new SchemaShape(annotations ?? []));

    public static SchemaShape.Column Vector(string name, DataViewType itemType, IEnumerable<SchemaShape.Column>? annotations = null) =>
        new(name, VectorKind.Vector, itemType, isKey: false, new SchemaShape(annotations ?? []));
}
