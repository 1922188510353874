using System.Buffers.Binary;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;

/// <summary>Changes the JSON header of a safetensors file, and mostly keeps its length right.</summary>
internal sealed class SafetensorsMutator : IMutator
{
    private static readonly JsonMutator Json = new();

    public byte[] Mutate(byte[] file, byte[] other, Random random)
    {
        if (FindHeader(file) is not { } header)
            return file;
        var changed = Json.Mutate(header, FindHeader(other) ?? header, random);
        var length = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, random.Next(20) == 0 ? Extremes.Integer(random) : changed.Length);
        return [.. length, .. changed, .. file.AsSpan(sizeof(long) + header.Length)];
    }

    private static byte[]? FindHeader(byte[] file)
    {
        if (file.Length < sizeof(long))
            return null;
        var length = BinaryPrimitives.ReadUInt64LittleEndian(file);
        return length <= (ulong)(file.Length - sizeof(long)) ? file[sizeof(long)..(sizeof(long) + (int)length)] : null;
    }
}
