namespace Microsoft.ML.Sav.Tool.Examples.Tables;

/// <summary>
/// Reads structs in Thrift's compact protocol (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md). Each field should have the type
/// that <see cref="ParquetStructs"/> gives it; nothing is read beyond the end, and counts are checked against the bytes that are left.
/// </summary>
/// <param name="stream">What to read from.</param>
/// <param name="end">Position at which the structs end, at the latest.</param>
internal sealed class ThriftReader(Stream stream, long end)
{
    private const int True = 1;
    private const int False = 2;
    private const int Byte = 3;
    private const int Int64 = 6;
    private const int Double = 7;
    private const int Binary = 8;
    private const int List = 9;
    private const int Struct = 12;
    private const int LongList = 15;

    /// <summary>Reads a struct.</summary>
    /// <returns>Per field: a <see cref="long"/> (1 is true, 0 false), a struct like this one, a list, or <see langword="null"/> for others.</returns>
    /// <exception cref="InvalidDataException">The bytes are not such a struct.</exception>
    public IReadOnlyDictionary<int, object?> ReadStruct(string name)
    {
        var fields = ParquetStructs.GetFields(name);
        var values = new Dictionary<int, object?>();
        var identifier = 0;
        for (int header; (header = ReadByte()) != 0;)
        {
            identifier = header >> 4 is > 0 and var step ? identifier + step : (int)ReadInteger();
            if (!fields.TryGetValue(identifier, out var type))
                throw new InvalidDataException($"{name} has the field {identifier}, which is not known.");
            values[identifier] = Read(type, header & 15, $"{name}.{identifier}");
        }
        return values;
    }

    /// <summary>Reads an unsigned integer of variable length (LEB128).</summary>
    /// <exception cref="InvalidDataException">The bytes are not such an integer.</exception>
    public ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = ReadByte();
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
                return value;
        }
        throw new InvalidDataException("an integer has more than ten bytes.");
    }

    private object? Read(string type, int wireType, string place)
    {
        var isRight = type[0] switch
        {
            '[' => wireType == List,
            'i' => wireType is > Byte and <= Int64,
            'y' => wireType == Byte,
            'd' => wireType == Double,
            'b' => wireType == Binary,
            '?' => wireType is True or False,
            _ => wireType == Struct,
        };
        if (!isRight)
            throw new InvalidDataException($"{place} is of the type {wireType}, expected {type}.");
        switch (type[0])
        {
            case '[':
                return ReadList(type[1..], place);
            case 'i':
                return ReadInteger();
            case 'y':
                Skip(1);
                return null;
            case 'd':
                Skip(sizeof(double));
                return null;
            case 'b':
                Skip(ReadVarint());
                return null;
            case '?':
                return wireType == True ? 1L : 0L;
            default:
                return ReadStruct(type);
        }
    }

    private List<object?> ReadList(string type, string place)
    {
        var header = ReadByte();
        var count = header >> 4 == LongList ? ReadVarint() : (ulong)header >> 4;
        // Each item has at least one byte.
        if (count > (ulong)(end - stream.Position))
            throw new InvalidDataException($"{place} has {count} items, but {end - stream.Position} bytes follow.");
        var items = new List<object?>();
        for (var i = 0UL; i < count; i++)
            items.Add(Read(type, header & 15, place));
        return items;
    }

    private long ReadInteger()
    {
        var value = ReadVarint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private int ReadByte() => stream.Position < end && stream.ReadByte() is >= 0 and var value ? value : throw new InvalidDataException("it ends early.");

    private void Skip(ulong count)
    {
        if (count > (ulong)(end - stream.Position))
            throw new InvalidDataException("it ends early.");
        stream.Position += (long)count;
    }
}
