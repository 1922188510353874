using System.Globalization;

namespace Microsoft.ML.Sav.Tool.Examples.Tables;

/// <summary>The structs of Parquet files (https://github.com/apache/parquet-format, src/main/thrift/parquet.thrift) that are not encrypted.</summary>
/// <remarks>Files with other fields are refused: Parquet.Net 6.1 loses its place in structs that it does not know.</remarks>
internal static class ParquetStructs
{
    // Identifiers of the fields, each with its type: i (integer), b (bytes), d (double), y (byte), ? (flag) or a struct; of a list, [ and the type of an item.
    private static readonly Dictionary<string, string> Descriptions = new()
    {
        ["FileMetaData"] = "1i 2[SchemaElement 3i 4[RowGroup 5[KeyValue 6b 7[ColumnOrder",
        ["SchemaElement"] = "1i 2i 3i 4b 5i 6i 7i 8i 9i 10LogicalType",
        ["LogicalType"] = "1Empty 2Empty 3Empty 4Empty 5Integers 6Empty 7TimeType 8TimeType 10IntType 11Empty 12Empty 13Empty 14Empty 15Empty 16VariantType 17GeometryType 18GeometryType",
        ["TimeType"] = "1? 2TimeUnit",
        ["TimeUnit"] = "1Empty 2Empty 3Empty",
        ["IntType"] = "1y 2?",
        ["VariantType"] = "1y",
        ["GeometryType"] = "1b 2i",
        ["RowGroup"] = "1[ColumnChunk 2i 3i 4[SortingColumn 5i 6i 7i",
        ["SortingColumn"] = "1i 2? 3?",
        ["ColumnChunk"] = "1b 2i 3ColumnMetaData 4i 5i 6i 7i",
        ["ColumnMetaData"] = "1i 2[i 3[b 4i 5i 6i 7i 8[KeyValue 9i 10i 11i 12Statistics 13[Integers 14i 15i 16SizeStatistics 17GeospatialStatistics",
        ["KeyValue"] = "1b 2b",
        ["Statistics"] = "1b 2b 3i 4i 5b 6b 7? 8?",
        ["SizeStatistics"] = "1i 2[i 3[i",
        ["GeospatialStatistics"] = "1BoundingBox 2[i",
        ["BoundingBox"] = "1d 2d 3d 4d 5d 6d 7d 8d",
        ["ColumnOrder"] = "1Empty",
        ["PageHeader"] = "1i 2i 3i 4i 5DataPageHeader 6Empty 7DictionaryPageHeader 8DataPageHeaderV2",
        ["DataPageHeader"] = "1i 2i 3i 4i 5Statistics",
        ["DictionaryPageHeader"] = "1i 2i 3?",
        ["DataPageHeaderV2"] = "1i 2i 3i 4i 5i 6i 7? 8Statistics",
        ["Integers"] = "1i 2i 3i",
        ["Empty"] = "",
    };

    private static readonly Dictionary<string, Dictionary<int, string>> Fields = Descriptions.ToDictionary(
        pair => pair.Key,
        pair => pair.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Split).ToDictionary(field => field.Identifier, field => field.Type));

    /// <summary>Types of a struct's fields, by identifier.</summary>
    public static IReadOnlyDictionary<int, string> GetFields(string name) => Fields[name];

    private static (int Identifier, string Type) Split(string field)
    {
        var digits = field.TakeWhile(char.IsAsciiDigit).Count();
        return (int.Parse(field[..digits], CultureInfo.InvariantCulture), field[digits..]);
    }
}
