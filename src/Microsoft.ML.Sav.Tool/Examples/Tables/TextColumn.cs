using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Microsoft.ML.Sav.Tool.Examples.Tables;

/// <summary>A column of strings, or of integers that are printed or are indices of names.</summary>
/// <param name="field">The column.</param>
/// <param name="path">The Parquet file.</param>
/// <param name="names">Names that the integers are indices of; empty if they are not.</param>
internal sealed class TextColumn(DataField field, string path, IReadOnlyList<string> names)
{
    /// <exception cref="InvalidDataException">The column is of another type.</exception>
    public static TextColumn Create(Field field, string path, IReadOnlyList<string> names) =>
        field is DataField { IsArray: false } data && (IsText(data) || data.ClrType == typeof(bool) || IsInteger(data.ClrType))
            ? new TextColumn(data, path, names)
            : throw new InvalidDataException($"'{path}': column '{field.Name}' should hold strings or integers, found {Describe(field)}.");

    /// <summary>Whether a column holds strings.</summary>
    public static bool IsText(DataField field) => field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>);

    public static string Describe(Field field) => field is DataField data ? data.ClrType.Name : $"{field.SchemaType}";

    /// <summary>The strings of a row group.</summary>
    public string?[] Read(ParquetRowGroupReader group)
    {
        if (IsText(field))
        {
            var texts = new string[group.RowCount];
            group.ReadAsync(field, texts).AsTask().GetAwaiter().GetResult();
            return texts;
        }
        return Type.GetTypeCode(field.ClrType) switch
        {
            TypeCode.Boolean => Read<bool>(group),
            TypeCode.SByte => Read<sbyte>(group),
            TypeCode.Byte => Read<byte>(group),
            TypeCode.Int16 => Read<short>(group),
            TypeCode.UInt16 => Read<ushort>(group),
            TypeCode.Int32 => Read<int>(group),
            TypeCode.UInt32 => Read<uint>(group),
            TypeCode.UInt64 => Read<ulong>(group),
            _ => Read<long>(group),
        };
    }

    private static bool IsInteger(Type type) => Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.UInt64;

    private string?[] Read<T>(ParquetRowGroupReader group)
        where T : struct, IConvertible
    {
        var values = new T?[group.RowCount];
        if (field.IsNullable)
        {
            group.ReadAsync<T>(field, values.AsMemory()).AsTask().GetAwaiter().GetResult();
        }
        else
        {
            var required = new T[values.Length];
            group.ReadAsync<T>(field, required.AsMemory()).AsTask().GetAwaiter().GetResult();
            values = Array.ConvertAll(required, value => (T?)value);
        }
        return Array.ConvertAll(values, value => value is null ? null : Name(value.Value));
    }

    // -1 is a missing label in Hugging Face's data sets
    private string? Name<T>(T value)
        where T : IConvertible
    {
        if (names.Count == 0)
            return value.ToString(CultureInfo.InvariantCulture);
        var index = value.ToInt64(CultureInfo.InvariantCulture);
        return index == -1 ? null
            : index >= 0 && index < names.Count ? names[(int)index]
            : throw new InvalidDataException($"'{path}': column '{field.Name}' has the label {index}, but {names.Count} names.");
    }
}
