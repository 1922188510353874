using Microsoft.ML.Data;
using Microsoft.ML.Sav.Images;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace Microsoft.ML.Sav.Columns;

/// <summary>
/// The images of a row: a path (string), several paths (vector of strings, whose empty entries are ignored), an encoded image (vector of
/// bytes) or decoded pixels (<c>MLImage</c>).
/// </summary>
internal static class ImageColumn
{
    private const string Expected = "String, Vector<String>, VarVector<Byte> or Image";

    public static void Check(SchemaShape.Column column)
    {
        var isSupported = !column.IsKey && (column.ItemType is TextDataViewType
            || (column.Kind == VectorKind.Scalar && MLImageColumn.IsImage(column.ItemType))
            || (column.Kind != VectorKind.Scalar && column.ItemType.Equals(NumberDataViewType.Byte)));
        if (!isSupported)
            throw SchemaMismatch.CreateWrongTypeException("image", column, Expected);
    }

    public static Func<RowImages> CreateGetter(DataViewRow row, DataViewSchema.Column column) => column.Type switch
    {
        TextDataViewType => CreatePathGetter(row, column),
        VectorDataViewType { ItemType: TextDataViewType } => CreatePathsGetter(row, column),
        VectorDataViewType => CreateEncodedGetter(row, column),
        _ => MLImageColumn.CreateGetter(row, column),
    };

    private static Func<RowImages> CreatePathGetter(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        var path = default(ReadOnlyMemory<char>);
        return () =>
        {
            getter(ref path);
            return path.Span.IsWhiteSpace() ? throw RowImages.CreateMissingException() : RowImages.FromFiles(path.ToString());
        };
    }

    private static Func<RowImages> CreatePathsGetter(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column);
        var paths = default(VBuffer<ReadOnlyMemory<char>>);
        return () =>
        {
            getter(ref paths);
            return RowImages.FromFiles([.. paths.DenseValues().Where(path => !path.Span.IsWhiteSpace()).Select(path => path.ToString())]);
        };
    }

    private static Func<RowImages> CreateEncodedGetter(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<byte>>(column);
        var buffer = default(VBuffer<byte>);
        return () =>
        {
            getter(ref buffer);
            if (buffer.Length == 0)
                throw RowImages.CreateMissingException();
            var bytes = new byte[buffer.Length];
            buffer.CopyTo(bytes);
            return new RowImages([ImageInput.FromBytes(bytes, column.Name)], $"{bytes.Length} bytes");
        };
    }
}
