using System.Security.Cryptography;

namespace Microsoft.ML.Sav.Storage;

/// <summary>Guards bytes against damage: their length and their SHA-256 stand before them.</summary>
internal static class ModelBody
{
    /// <summary>Number of bytes before the body.</summary>
    public const int PrefixLength = sizeof(int) + SHA256.HashSizeInBytes;

    public static void Write(BinaryWriter writer, byte[] body)
    {
        writer.Write(body.Length);
        writer.Write(SHA256.HashData(body));
        writer.Write(body);
    }

    /// <param name="reader">What to read from.</param>
    /// <param name="available">Number of bytes that there are to read.</param>
    /// <exception cref="InvalidDataException">The bytes are not those that were written.</exception>
    public static byte[] Read(BinaryReader reader, long available)
    {
        if (available < PrefixLength)
            throw new InvalidDataException($"expected at least {PrefixLength} bytes, found {available}.");
        var length = reader.ReadInt32();
        var hash = reader.ReadBytes(SHA256.HashSizeInBytes);
        if (length != available - PrefixLength)
            throw new InvalidDataException($"its length should be {length} bytes, and is {available - PrefixLength}.");
        var body = reader.ReadBytes(length);
        return SHA256.HashData(body).AsSpan().SequenceEqual(hash) ? body : throw new InvalidDataException("its SHA-256 differs from the one that was saved.");
    }
}
