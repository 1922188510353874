using System.Buffers.Binary;
using Microsoft.ML.Sav.Tool.Files;

namespace Microsoft.ML.Sav.Tool.Examples.Tables;

/// <summary>Looks a Parquet file over before Parquet.Net reads it, which reads damaged ones for ever, or takes memory for whatever lengths they state.</summary>
internal static class ParquetCheck
{
    private const int FooterLength = 2 * sizeof(int);
    private const int MaximumDepth = 100;

    // A value of CompressionCodec, and one of FieldRepetitionType.
    private const int Snappy = 1;
    private const int Repeated = 2;

    // Of the values of a row in memory: a reference, or a number that may be missing.
    private const int ValueSize = 16;

    /// <param name="stream">The file.</param>
    /// <param name="path">Its path.</param>
    /// <exception cref="InvalidDataException">It is damaged, or unpacks to too much.</exception>
    public static void Check(Stream stream, string path)
    {
        if (stream.Length < FooterLength)
            throw new InvalidDataException("it ends early.");
        stream.Position = stream.Length - FooterLength;
        Span<byte> footer = stackalloc byte[FooterLength];
        stream.ReadExactly(footer);
        var length = BinaryPrimitives.ReadInt32LittleEndian(footer);
        var end = stream.Length - FooterLength;
        if (length < 0 || length > end)
            throw new InvalidDataException($"its footer should have {length} bytes.");
        stream.Position = end - length;
        var file = new ThriftReader(stream, end).ReadStruct("FileMetaData");
        CheckDepth(file);
        var hasLists = Items(file, 2).Any(element => Integer(element, 3) == Repeated);
        var limit = new UnpackedLength(path);
        foreach (var group in Items(file, 4))
        {
            var columns = Items(group, 1).Select(column => Struct(column, 3) ?? throw new InvalidDataException("a column has no metadata.")).ToArray();
            limit.Add(ValueSize * (Int128)columns.Select(column => Integer(column, 5)).Append(Integer(group, 3)).Append(0).Max());
            foreach (var column in columns)
                CheckPages(stream, column, hasLists, limit);
        }
    }

    // Parquet.Net builds the tree of columns recursively.
    private static void CheckDepth(IReadOnlyDictionary<int, object?> file)
    {
        var left = new Stack<long>();
        foreach (var element in Items(file, 2))
        {
            if (left.TryPop(out var siblings) && siblings > 1)
                left.Push(siblings - 1);
            if (Integer(element, 5) is > 0 and var children)
                left.Push(children);
            if (left.Count > MaximumDepth)
                throw new InvalidDataException($"its columns are nested more than {MaximumDepth} deep.");
        }
    }

    private static void CheckPages(Stream stream, IReadOnlyDictionary<int, object?> column, bool hasLists, UnpackedLength limit)
    {
        var valuesLeft = Integer(column, 5);
        // Of the first page. The offset of a dictionary, or an index, is 0 if there is none.
        var position = new[] { Integer(column, 9), Integer(column, 10), Integer(column, 11) }.Where(offset => offset != 0).DefaultIfEmpty(stream.Length).Min();
        while (valuesLeft > 0)
        {
            if (position < 0 || position >= stream.Length)
                throw new InvalidDataException($"{valuesLeft} values of a column are beyond its end.");
            stream.Position = position;
            var page = new ThriftReader(stream, stream.Length).ReadStruct("PageHeader");
            var (unpacked, packed) = (Integer(page, 2), Integer(page, 3));
            if (unpacked < 0 || packed < 0 || packed > stream.Length - stream.Position)
                throw new InvalidDataException($"a page of a column has {packed} bytes, {unpacked} unpacked.");
            limit.Add(unpacked);
            position = stream.Position + packed;
            if (Integer(column, 4) == Snappy)
                CheckSnappy(stream, position, page, hasLists, unpacked);
            var words = CountValues(page, 7);
            var values = Math.Max(CountValues(page, 5), CountValues(page, 8));
            if (words < 0 || values < 0 || values > valuesLeft)
                throw new InvalidDataException($"a page of a column has {words} values in its dictionary and {values} of {valuesLeft} others.");
            limit.Add(ValueSize * (Int128)words);
            valuesLeft -= values;
        }
    }

    // Parquet.Net takes memory for the length that compressed bytes begin with.
    private static void CheckSnappy(Stream stream, long end, IReadOnlyDictionary<int, object?> page, bool hasLists, long unpacked)
    {
        // In the second version of data pages, levels precede the values, which may not be compressed.
        if (Struct(page, 8) is { } header)
        {
            var (definitions, repetitions) = (Integer(header, 5), Integer(header, 6));
            if (definitions < 0 || repetitions < 0 || definitions + repetitions > end - stream.Position || (repetitions > 0 && !hasLists))
                throw new InvalidDataException($"a page of a column has {definitions} bytes of definition levels and {repetitions} of repetition levels.");
            stream.Position = header.GetValueOrDefault(7) is 0L ? end : stream.Position + definitions + repetitions;
        }
        if (stream.Position < end && new ThriftReader(stream, end).ReadVarint() is var length && length > (ulong)unpacked)
            throw new InvalidDataException($"a page of a column has {unpacked} bytes unpacked, but {length} in its Snappy stream.");
    }

    // The number of values in a page, from the header of its kind.
    private static long CountValues(IReadOnlyDictionary<int, object?> page, int field) => Struct(page, field) is { } header ? Integer(header, 1) : 0;

    private static IEnumerable<IReadOnlyDictionary<int, object?>> Items(IReadOnlyDictionary<int, object?> values, int field) =>
        values.GetValueOrDefault(field) is List<object?> items ? items.Cast<IReadOnlyDictionary<int, object?>>() : [];

    private static IReadOnlyDictionary<int, object?>? Struct(IReadOnlyDictionary<int, object?> values, int field) => (IReadOnlyDictionary<int, object?>?)values.GetValueOrDefault(field);

    private static long Integer(IReadOnlyDictionary<int, object?> values, int field) => values.GetValueOrDefault(field) is long value ? value : 0;
}
