using System.Text;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;

/// <summary>Changes one field of a protobuf message, anywhere in its tree, and keeps the lengths of what is around it right.</summary>
internal sealed class ProtobufMutator : IMutator
{
    private const int MaximumDepth = 12;
    private const int LengthDelimited = 2;
    private static readonly ByteMutator Content = new();

    public byte[] Mutate(byte[] file, byte[] other, Random random) => MutateMessage(file, other, random, MaximumDepth);

    private static byte[] MutateMessage(byte[] message, byte[] other, Random random, int depth)
    {
        if (Parse(message) is not { Count: > 0 } fields)
            return Content.Mutate(message, other, random);
        var index = random.Next(fields.Count);
        var field = fields[index];
        var donors = Parse(other) ?? [];
        // Mostly goes deeper: the outermost messages have the fewest fields.
        if (field.WireType == LengthDelimited && depth > 0 && random.Next(5) > 0)
        {
            var ofField = donors.Where(donor => donor.Tag == field.Tag).ToList();
            var donor = ofField.Count > 0 ? ofField[random.Next(ofField.Count)].Value : [];
            fields[index] = field with { Value = MutateMessage(field.Value, donor, random, depth - 1) };
            return Write(fields);
        }
        var second = random.Next(fields.Count);
        switch (random.Next(6))
        {
            case 0:
                fields.RemoveAt(index);
                break;
            case 1:
                fields.InsertRange(index, Enumerable.Repeat(field, field.Value.Length > 1000 ? 1 : 1 << random.Next(8)));
                break;
            case 2:
                (fields[index], fields[second]) = (fields[second], field);
                break;
            case 3 when donors.Count > 0:
                fields.Insert(index, donors[random.Next(donors.Count)]);
                break;
            case 4:
                fields[index] = field with { Value = fields[second].WireType == field.WireType ? fields[second].Value : field.Value };
                break;
            default:
                fields[index] = field with { Value = Change(field, random) };
                break;
        }
        return Write(fields);
    }

    private static byte[] Change(Field field, Random random) => field.WireType switch
    {
        0 => WriteVarint((ulong)Extremes.Integer(random)),
        LengthDelimited => random.Next(2) == 0 ? Encoding.UTF8.GetBytes(Extremes.String(random)) : Content.Mutate(field.Value, field.Value, random),
        _ => [.. field.Value.Select(_ => (byte)random.Next(256))],
    };

    /// <summary>The fields of a message; <see langword="null"/> if the bytes are none.</summary>
    private static List<Field>? Parse(ReadOnlySpan<byte> message)
    {
        var fields = new List<Field>();
        while (message.Length > 0)
        {
            if (!TryReadVarint(ref message, out var tag) || tag >> 3 == 0)
                return null;
            var length = 0;
            var start = message;
            switch (tag & 7)
            {
                case 0 when TryReadVarint(ref message, out _):
                    length = start.Length - message.Length;
                    break;
                case 1:
                    length = sizeof(ulong);
                    break;
                case LengthDelimited when TryReadVarint(ref message, out var size) && size <= (ulong)message.Length:
                    start = message;
                    length = (int)size;
                    break;
                case 5:
                    length = sizeof(uint);
                    break;
                default:
                    return null;
            }
            if (length > start.Length)
                return null;
            fields.Add(new Field(tag, start[..length].ToArray()));
            message = start[length..];
        }
        return fields;
    }

    private static byte[] Write(List<Field> fields)
    {
        var bytes = new MemoryStream();
        foreach (var field in fields)
        {
            bytes.Write(WriteVarint(field.Tag));
            if (field.WireType == LengthDelimited)
                bytes.Write(WriteVarint((ulong)field.Value.Length));
            bytes.Write(field.Value);
        }
        return bytes.ToArray();
    }

    private static bool TryReadVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var i = 0; i < Math.Min(10, bytes.Length); i++)
        {
            value |= (ulong)(bytes[i] & 127) << (7 * i);
            if (bytes[i] < 128)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }
        return false;
    }

    private static byte[] WriteVarint(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        var length = 0;
        for (; value >= 128; value >>= 7)
            bytes[length++] = (byte)(value | 128);
        bytes[length++] = (byte)value;
        return bytes[..length].ToArray();
    }

    private sealed record Field(ulong Tag, byte[] Value)
    {
        public int WireType => (int)(Tag & 7);
    }
}
