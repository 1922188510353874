namespace Microsoft.ML.Sav.Storage;

/// <summary>Writes the bytes that <see cref="BoundedReader"/> reads.</summary>
internal sealed class BodyWriter() : BinaryWriter(new MemoryStream())
{
    /// <summary>Writes a flag, and the string if there is one.</summary>
    public void WriteOptional(string? value)
    {
        Write(value is not null);
        if (value is not null)
            Write(value);
    }

    /// <summary>Writes a flag, and the number if there is one.</summary>
    public void WriteOptional(int? value)
    {
        Write(value is not null);
        if (value is not null)
            Write(value.Value);
    }

    /// <summary>Writes a flag, and the number if there is one.</summary>
    public void WriteOptional(double? value)
    {
        Write(value is not null);
        if (value is not null)
            Write(value.Value);
    }

    /// <summary>Writes numbers, without their count.</summary>
    public void WriteSingles(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
            Write(value);
    }

    public byte[] ToArray()
    {
        Flush();
        return ((MemoryStream)OutStream).ToArray();
    }
}
