using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;

/// <summary>Values at which programs break.</summary>
internal static class Extremes
{
    private static readonly long[] Integers =
    [
        0, 1, -1, 2, 3, 7, 8, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 1_000_000, int.MaxValue - 1, int.MaxValue, int.MinValue, 1L << 31,
        uint.MaxValue, 1L << 32, 1L << 40, 1L << 53, 1L << 61, 1L << 62, long.MaxValue - 7, long.MaxValue, long.MinValue,
    ];

    private static readonly string[] Numbers =
        ["0", "-0", "-1", "1", "0.5", "1e-320", "1e308", "-1e308", "1e999", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "1e18", "3.0", "100000000"];

    private static readonly string[] Strings =
    [
        "", " ", "\0", "a", "é", "😀", "\ud800", "\u202e", "\n", "../escaped", "../../escaped", "/tmp/sav-fuzz-escaped", "/dev/zero", "NaN", "Infinity", "-1",
        "(a+)+$", "(?:x*)*y", "(", "[", "{{ messages }}", "%s%n", "C:\\escaped", "con", "null", "true",
    ];

    public static long Integer(Random random) => Integers[random.Next(Integers.Length)] + (random.Next(8) == 0 ? random.Next(-2, 3) : 0);

    public static string Number(Random random) => Numbers[random.Next(Numbers.Length)];

    public static string String(Random random) => random.Next(12) switch
    {
        0 => new string("a \n(["[random.Next(5)], 1 << random.Next(1, 17)),
        1 => string.Concat(Enumerable.Repeat(Strings[random.Next(Strings.Length)], 1 << random.Next(1, 12))),
        _ => Strings[random.Next(Strings.Length)],
    };

    /// <summary>An integer of 1, 2, 4 or 8 bytes, little- or big-endian; or a float.</summary>
    public static byte[] Bytes(Random random)
    {
        var bytes = new byte[1 << random.Next(4)];
        Span<byte> whole = stackalloc byte[8];
        var value = random.Next(6) == 0 ? BitConverter.SingleToInt32Bits(random.Next(2) == 0 ? float.NaN : float.PositiveInfinity) : Integer(random);
        BinaryPrimitives.WriteInt64LittleEndian(whole, value);
        whole[..bytes.Length].CopyTo(bytes);
        if (random.Next(3) == 0)
            Array.Reverse(bytes);
        return random.Next(10) == 0 ? Encoding.UTF8.GetBytes(String(random)) : bytes;
    }
}
