namespace Microsoft.ML.Sav.Tool.Files;

/// <summary>How much a packed file may unpack to: a few megabytes can hold gigabytes of zeros. The lengths that it states are not trusted.</summary>
/// <param name="path">The packed file.</param>
internal sealed class UnpackedLength(string path)
{
    private const long AlwaysAllowed = 100 << 20;
    private const long MaximumRatio = 100;
    private const int BufferSize = 1 << 16;

    private readonly long _maximum = Math.Max(AlwaysAllowed, MaximumRatio * new FileInfo(path).Length);
    private readonly byte[] _buffer = new byte[BufferSize];
    private Int128 _length;

    /// <summary>Copies a part of the file.</summary>
    /// <exception cref="InvalidDataException">The parts so far are too long.</exception>
    public void Copy(Stream source, Stream target, CancellationToken cancellationToken = default)
    {
        for (int read; (read = source.Read(_buffer)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Add(read);
            target.Write(_buffer, 0, read);
        }
    }

    /// <summary>Counts a part of the file.</summary>
    /// <exception cref="InvalidDataException">The parts so far are too long.</exception>
    public void Add(Int128 length)
    {
        if ((_length += length) > _maximum)
            throw new InvalidDataException($"it unpacks to more than {_maximum:N0} bytes");
    }
}
