using System.Runtime.InteropServices;

namespace Microsoft.ML.Sav.Heads.Storage;

/// <summary>
/// Writes a safetensors file from front to back. The file gets its name when it is complete; until then it is called
/// <c>NAME.partial</c>, and a writer with the same header goes on where the last one stopped.
/// </summary>
public sealed class SafetensorsWriter : IDisposable
{
    private readonly string _path;
    private readonly SafetensorsHeader _header;
    private readonly FileStream _stream;

    /// <summary>Opens the partial file, and starts it anew unless it has the same header.</summary>
    /// <param name="path">The file to be.</param>
    /// <param name="header">What will be in it.</param>
    /// <exception cref="IOException">The folder is missing, or somebody else writes the same file.</exception>
    public SafetensorsWriter(string path, SafetensorsHeader header)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(header);
        _path = path;
        _header = header;
        // no buffer: what was written is there when the process is killed
        _stream = new FileStream(path + ".partial", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        if (!HasHeader())
        {
            _stream.SetLength(0);
            _stream.Write(header.Bytes);
        }
        _stream.Seek(0, SeekOrigin.End);
    }

    /// <summary>Number of bytes of tensors that are there.</summary>
    public long Length => _stream.Length - _header.Bytes.Length;

    /// <summary>Drops everything after the first <paramref name="length"/> bytes of tensors.</summary>
    public void Truncate(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        _stream.SetLength(_header.Bytes.Length + length);
        _stream.Seek(0, SeekOrigin.End);
    }

    /// <summary>Adds the next values of the tensors.</summary>
    public void Append<T>(ReadOnlySpan<T> values) where T : unmanaged => _stream.Write(MemoryMarshal.AsBytes(values));

    /// <summary>Gives the file its name, in place of a file of that name.</summary>
    /// <exception cref="InvalidOperationException">There are fewer or more bytes of tensors than the header says.</exception>
    public void Complete()
    {
        if (Length != _header.DataLength)
            throw new InvalidOperationException($"'{_path}' should have {_header.DataLength} bytes of tensors, but {Length} were written.");
        _stream.Dispose();
        File.Move(_stream.Name, _path, overwrite: true);
    }

    /// <summary>Closes the partial file and leaves it where it is.</summary>
    public void Dispose() => _stream.Dispose();

    private bool HasHeader()
    {
        var start = new byte[_header.Bytes.Length];
        return _stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.AsSpan().SequenceEqual(_header.Bytes);
    }
}
