using System.Text;

namespace Microsoft.ML.Sav.Storage;

/// <summary>Reads values from bytes. Lengths and counts are checked against the bytes that are left, before memory is taken for them.</summary>
internal sealed class BoundedReader(byte[] bytes)
{
    private readonly BinaryReader _reader = new(new MemoryStream(bytes), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));

    public long Remaining => _reader.BaseStream.Length - _reader.BaseStream.Position;

    public int ReadInt32() => _reader.ReadInt32();

    public double ReadDouble() => _reader.ReadDouble();

    public byte ReadByte() => _reader.ReadByte();

    public string ReadString() => _reader.ReadString();

    public bool ReadBoolean() => _reader.ReadByte() switch
    {
        0 => false,
        1 => true,
        var other => throw new InvalidDataException($"expected a flag of 0 or 1, found {other}."),
    };

    public string? ReadOptionalString() => ReadBoolean() ? ReadString() : null;

    public int? ReadOptionalInt32() => ReadBoolean() ? ReadInt32() : null;

    public double? ReadOptionalDouble() => ReadBoolean() ? ReadDouble() : null;

    /// <summary>Reads a number of items.</summary>
    /// <param name="itemLength">Minimum number of bytes per item.</param>
    public int ReadCount(int itemLength)
    {
        var count = ReadInt32();
        RequireItems(count, itemLength);
        return count;
    }

    /// <summary>Checks that a number of items can follow.</summary>
    /// <param name="count">The number.</param>
    /// <param name="itemLength">Minimum number of bytes per item.</param>
    public void RequireItems(int count, long itemLength)
    {
        if (count < 0 || (Int128)count * itemLength > Remaining)
            throw new InvalidDataException($"{count} items of at least {itemLength} bytes should follow, but {Remaining} bytes do.");
    }

    /// <summary>Reads a number of items, and then the items.</summary>
    /// <param name="itemLength">Minimum number of bytes per item.</param>
    /// <param name="read">Reads an item.</param>
    public T[] ReadArray<T>(int itemLength, Func<T> read)
    {
        var items = new T[ReadCount(itemLength)];
        for (var i = 0; i < items.Length; i++)
            items[i] = read();
        return items;
    }

    public float[] ReadSingles(int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = _reader.ReadSingle();
        return values;
    }

    public byte[] ReadBytes(int count) => _reader.ReadBytes(count);
}
