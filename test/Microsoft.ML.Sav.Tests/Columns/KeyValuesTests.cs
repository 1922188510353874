using Microsoft.ML.Data;
using Microsoft.ML.Sav.Columns;

namespace Microsoft.ML.Sav.Tests.Columns;

public class KeyValuesTests
{
    private readonly MLContext _context = new();

    public static TheoryData<DataViewType, object, string[]> Types => new()
    {
        { TextDataViewType.Instance, new[] { "shirt".AsMemory(), "été".AsMemory() }, ["shirt", "été"] },
        { BooleanDataViewType.Instance, new[] { false, true }, ["False", "True"] },
        { NumberDataViewType.SByte, new sbyte[] { -1, 2 }, ["-1", "2"] },
        { NumberDataViewType.Byte, new byte[] { 1, 255 }, ["1", "255"] },
        { NumberDataViewType.Int16, new short[] { -1, 2 }, ["-1", "2"] },
        { NumberDataViewType.UInt16, new ushort[] { 1, 2 }, ["1", "2"] },
        { NumberDataViewType.Int32, new[] { -1, 2 }, ["-1", "2"] },
        { NumberDataViewType.UInt32, new uint[] { 1, 2 }, ["1", "2"] },
        { NumberDataViewType.Int64, new[] { -1L, 2L }, ["-1", "2"] },
        { NumberDataViewType.UInt64, new ulong[] { 1, ulong.MaxValue }, ["1", "18446744073709551615"] },
        { NumberDataViewType.Single, new[] { 0.5f, -2 }, ["0.5", "-2"] },
        { NumberDataViewType.Double, new[] { 0.25, 0 }, ["0.25", "0"] },
        { TimeSpanDataViewType.Instance, new[] { TimeSpan.FromHours(1), TimeSpan.Zero }, ["01:00:00", "00:00:00"] },
        { DateTimeDataViewType.Instance, new[] { new DateTime(2026, 1, 2) }, ["01/02/2026 00:00:00"] },
        { DateTimeOffsetDataViewType.Instance, new[] { DateTimeOffset.UnixEpoch }, ["01/01/1970 00:00:00 +00:00"] },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Read_WrittenValues_GivesTypeAndValues(DataViewType type, object values, string[] text)
    {
        var label = Label((PrimitiveDataViewType)type, (dynamic)values);
        var stream = new MemoryStream();

        ((KeyValues)KeyValues.FromAnnotations(label, text.Length)!).Write(_context, stream);
        stream.Position = 0;
        var read = KeyValues.Read(_context, stream);

        read.Type.Should().Be(new VectorDataViewType((PrimitiveDataViewType)type, text.Length));
        read.ToText().Should().Equal(text);
    }

    [Fact]
    public void FromAnnotations_OtherNumberOfValues_IsNull() =>
        KeyValues.FromAnnotations(Label(NumberDataViewType.Int32, new[] { 1, 2 }), classCount: 3).Should().BeNull();

    [Fact]
    public async Task Read_AnyByteReplaced_ReturnsOrThrows()
    {
        var stream = new MemoryStream();
        KeyValues.FromAnnotations(Label(TextDataViewType.Instance, new[] { "shirt".AsMemory(), "bag".AsMemory() }), 2)!.Write(_context, stream);
        var bytes = stream.ToArray();

        var reading = Task.Run(() =>
        {
            for (var position = 0; position < bytes.Length; position++)
            {
                foreach (var value in new byte[] { 0, 2, 127, 128, 255 })
                    TryRead([.. bytes[..position], value, .. bytes[(position + 1)..]]);
            }
        });

        // ML.NET alone does not return from a type of 127 dimensions.
        await reading.Invoking(task => task.WaitAsync(TimeSpan.FromSeconds(60))).Should().NotThrowAsync();
    }

    [Fact]
    public void Read_HugeCounts_AllocateNothing()
    {
        var stream = new MemoryStream();
        KeyValues.FromAnnotations(Label(TextDataViewType.Instance, new[] { "shirt".AsMemory(), "bag".AsMemory() }), 2)!.Write(_context, stream);

        for (var position = 0; position + sizeof(int) <= stream.Length; position++)
        {
            var bytes = stream.ToArray();
            BitConverter.TryWriteBytes(bytes.AsSpan(position), 100_000_000).Should().BeTrue();
            TryRead(bytes); // the first time, code is compiled
            var before = GC.GetAllocatedBytesForCurrentThread();
            TryRead(bytes);
            (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1 << 20, "4 bytes at {0} are replaced", position);
        }
    }

    private void TryRead(byte[] bytes)
    {
        try
        {
            KeyValues.Read(_context, new MemoryStream(bytes));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Damaged values may be refused in any way.
        }
    }

    private static DataViewSchema.Column Label<T>(PrimitiveDataViewType type, T[] values)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        ValueGetter<VBuffer<T>> getter = (ref VBuffer<T> destination) => destination = new VBuffer<T>(values.Length, values);
        annotations.Add("KeyValues", new VectorDataViewType(type, values.Length), getter);
        var schema = new DataViewSchema.Builder();
        schema.AddColumn("Label", new KeyDataViewType(typeof(uint), values.Length), annotations.ToAnnotations());
        return schema.ToSchema()["Label"];
    }
}
