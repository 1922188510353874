namespace Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;

/// <summary>Changes bytes without knowing what they mean: flips, extreme numbers, truncation, splices, repetition.</summary>
/// <param name="prefersEnds">Whether the first and the last bytes are changed more often than others: headers are at the start, and in archives at the end.</param>
internal sealed class ByteMutator(bool prefersEnds = true) : IMutator
{
    public byte[] Mutate(byte[] file, byte[] other, Random random)
    {
        if (file.Length == 0)
            return [.. other.AsSpan(0, random.Next(other.Length + 1))];
        var place = Place(file.Length, random);
        var end = place + Math.Min(file.Length - place, 1 << random.Next(12));
        return random.Next(8) switch
        {
            0 or 1 => Flip(file, random),
            2 or 3 => Overwrite(file, place, Extremes.Bytes(random)),
            4 => file[..place],
            5 => [.. file.AsSpan(0, place), .. file.AsSpan(end)],
            6 => [.. file.AsSpan(0, end), .. Repeat(file[place..end], random)],
            _ => [.. file.AsSpan(0, place), .. Part(other, random), .. file.AsSpan(random.Next(2) == 0 ? place : end)],
        };
    }

    private int Place(int length, Random random) => random.Next(4) switch
    {
        0 when prefersEnds => random.Next(Math.Min(length, 64)),
        1 when prefersEnds => length - 1 - random.Next(Math.Min(length, 64)),
        _ => random.Next(length),
    };

    private byte[] Flip(byte[] file, Random random)
    {
        var changed = (byte[])file.Clone();
        for (var i = random.Next(1, 9); i > 0; i--)
            changed[Place(file.Length, random)] ^= (byte)(1 << random.Next(8));
        return changed;
    }

    private static byte[] Overwrite(byte[] file, int place, byte[] value)
    {
        var changed = (byte[])file.Clone();
        value.AsSpan(0, Math.Min(value.Length, file.Length - place)).CopyTo(changed.AsSpan(place));
        return changed;
    }

    private static byte[] Repeat(byte[] part, Random random)
    {
        var count = Math.Min(1 << random.Next(12), (1 << 16) / part.Length);
        return [.. Enumerable.Repeat(part, Math.Max(1, count)).SelectMany(bytes => bytes)];
    }

    private static ReadOnlySpan<byte> Part(byte[] file, Random random)
    {
        var start = random.Next(file.Length + 1);
        return file.AsSpan(start, Math.Min(file.Length - start, 1 << random.Next(12)));
    }
}
