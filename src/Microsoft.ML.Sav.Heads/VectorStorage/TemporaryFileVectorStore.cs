using System.IO.MemoryMappedFiles;

namespace Microsoft.ML.Sav.Heads.VectorStorage;

/// <summary>
/// Stores head vectors in half precision in a temporary file, of which only open blocks are mapped into memory. The file is deleted on
/// <see cref="Dispose"/>, and by the operating system if the process ends without.
/// </summary>
internal sealed class TemporaryFileVectorStore(FeatureLayout layout) : IVectorStore, IDisposable
{
    private readonly HalfPrecisionFormat _format = new(layout);
    private readonly FileStream _file = CreateFile();
    private byte[]? _encoded;

    public int Count { get; private set; }

    public void Add(float[] vectors)
    {
        _encoded ??= new byte[_format.ByteCount];
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
        // On Unix, a file without a name exists for as long as it is open.
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
            _view = _mapping.CreateViewAccessor((long)start * format.ByteCount, (long)count * format.ByteCount, MemoryMappedFileAccess.Read);
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
            _start += _view.PointerOffset;
        }

        public int Count { get; }

        public ArraySegment<float> ReadVectors(int example, Range heads, float[] buffer)
        {
            var length = _format.Decode(new ReadOnlySpan<byte>(_start + ((long)example * _format.ByteCount), _format.ByteCount), heads, buffer);
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
