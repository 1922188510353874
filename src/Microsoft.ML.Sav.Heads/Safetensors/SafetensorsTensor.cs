namespace Microsoft.ML.Sav.Heads.Safetensors;

/// <summary>Name, element type and shape of a tensor in a safetensors file.</summary>
/// <param name="Name">Name of the tensor.</param>
/// <param name="Type">Element type as safetensors names it, for example <c>F32</c>.</param>
/// <param name="Shape">Dimensions.</param>
internal sealed record SafetensorsTensor(string Name, string Type, params IReadOnlyList<long> Shape)
{
    /// <summary>Size in bytes.</summary>
    /// <exception cref="ArgumentException">The type is unknown, or the size is not a number of bytes below 2^63.</exception>
    public long ByteCount => TryComputeByteCount(out var byteCount) ? byteCount : throw new ArgumentException($"{this} has no size in bytes.");

    /// <summary>Computes the size in bytes; false if the type is unknown, or the size is not a number of bytes below 2^63.</summary>
    public bool TryComputeByteCount(out long byteCount)
    {
        byteCount = 0;
        Int128 elements = 1;
        foreach (var dimension in Shape)
        {
            elements *= dimension;
            if (dimension < 0 || elements > long.MaxValue)
                return false;
        }
        var bits = elements * GetElementBits(Type);
        if (bits % 8 != 0 || bits / 8 > long.MaxValue || GetElementBits(Type) == 0)
            return false;
        byteCount = (long)(bits / 8);
        return true;
    }

    /// <summary>Type, name and shape, for messages.</summary>
    public override string ToString() => $"{Type} tensor '{Name}' [{string.Join(", ", Shape)}]";

    private static int GetElementBits(string type) => type switch
    {
        "C64" or "F64" or "I64" or "U64" => 64,
        "F32" or "I32" or "U32" => 32,
        "F16" or "BF16" or "I16" or "U16" => 16,
        "F8_E5M2" or "F8_E4M3" or "F8_E8M0" or "F8_E5M2FNUZ" or "F8_E4M3FNUZ" or "U8" or "I8" or "BOOL" => 8,
        "F6_E2M3" or "F6_E3M2" => 6,
        "F4" => 4,
        _ => 0,
    };
}
