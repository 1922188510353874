using System.Runtime.InteropServices;

namespace Microsoft.ML.Sav.Heads.Safetensors;

/// <summary>
/// Writes a safetensors file from front to back. The file is called <c>NAME.partial</c> until it is complete; a writer with the same header
/// continues a partial file.
/// </summary>
internal sealed class SafetensorsWriter : IDisposable
{
    private readonly string _path;
    private readonly long _dataLength;
    private readonly byte[] _header;
    private readonly FileStream _stream;

    /// <summary>Opens the partial file. It starts empty if there is none, or if it has another header.</summary>
    /// <param name="path">Path of the complete file.</param>
    /// <param name="header">Describes the tensors.</param>
    /// <exception cref="IOException">The folder is missing, or another writer has the file open.</exception>
    public SafetensorsWriter(string path, SafetensorsHeader header)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(header);
        _path = path;
        _dataLength = header.DataLength;
        _header = header.ToBytes();
        // Unbuffered: what was appended is in the file even if the process is killed.
        _stream = new FileStream(path + ".partial", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        if (!StartsWithHeader())
        {
            _stream.SetLength(0);
            _stream.Write(_header);
        }
        _stream.Seek(0, SeekOrigin.End);
    }

    /// <summary>Number of bytes of tensors in the partial file.</summary>
    public long Length => _stream.Length - _header.Length;

    /// <summary>Shortens the partial file to <paramref name="length"/> bytes of tensors.</summary>
    public void Truncate(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        _stream.SetLength(_header.Length + length);
        _stream.Seek(0, SeekOrigin.End);
    }

    /// <summary>Appends values of the tensors, in the order of the header.</summary>
    public void Append<T>(ReadOnlySpan<T> values) where T : unmanaged => _stream.Write(MemoryMarshal.AsBytes(values));

    /// <summary>Renames the partial file to the complete one, which is replaced if it exists.</summary>
    /// <exception cref="InvalidOperationException">There are fewer or more bytes of tensors than the header describes.</exception>
    public void Complete()
    {
        if (Length != _dataLength)
            throw new InvalidOperationException($"'{_path}' should have {_dataLength} bytes of tensors, but {Length} were written.");
        _stream.Dispose();
        File.Move(_stream.Name, _path, overwrite: true);
    }

    /// <summary>Closes the file. A partial file stays, to be continued.</summary>
    public void Dispose() => _stream.Dispose();

    private bool StartsWithHeader()
    {
        var start = new byte[_header.Length];
        return _stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.AsSpan().SequenceEqual(_header);
    }
}
