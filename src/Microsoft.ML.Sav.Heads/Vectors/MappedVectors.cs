using System.IO.MemoryMappedFiles;

namespace Microsoft.ML.Sav.Heads.Vectors;

/// <summary>
/// Head vectors in half precision in a temporary file, of which only what is read is mapped into memory. The file goes with this object;
/// when the process ends without disposing of it, too.
/// </summary>
internal sealed class MappedVectors(HeadLayout layout) : IVectorStore
{
    private readonly HalfPrecisionFormat _format = new(layout);
    private readonly FileStream _file = CreateFile();
    private byte[]? _encoded;

    public int Count { get; private set; }

    public void Add(float[] vectors)
    {
        _encoded ??= new byte[_format.Length];
        _format.Encode(vectors, _encoded);
        _file.Write(_encoded);
        Count++;
    }

    public IVectorBlock Open(int start, int count) => new Block(_format, _file, start, count);

    public void Dispose() => _file.Dispose();

    private static FileStream CreateFile()
    {
        var path = Path.Combine(Path.GetTempPath(), $"sav-{Guid.NewGuid():N}.tmp");
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = 0,
            Options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None,
        });
        // elsewhere than on Windows, a file without a name lives as long as it is open
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }

    private sealed unsafe class Block : IVectorBlock
    {
        private readonly HalfPrecisionFormat _format;
        private readonly MemoryMappedFile _mapping;
        private readonly MemoryMappedViewAccessor _view;
        private readonly byte* _start;

        public Block(HalfPrecisionFormat format, FileStream file, int start, int count)
        {
            _format = format;
            Count = count;
            _mapping = MemoryMappedFile.CreateFromFile(
                file, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            _view = _mapping.CreateViewAccessor((long)start * format.Length, (long)count * format.Length, MemoryMappedFileAccess.Read);
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
            _start += _view.PointerOffset;
        }

        public int Count { get; }

        public ArraySegment<float> Vectors(int example, Range heads, float[] buffer)
        {
            var length = _format.Decode(new ReadOnlySpan<byte>(_start + ((long)example * _format.Length), _format.Length), heads, buffer);
            return new ArraySegment<float>(buffer, 0, length);
        }

        public void Dispose()
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _mapping.Dispose();
        }
    }
}
