using Microsoft.ML.Sav.Tool.Examples.Archives;
using Microsoft.ML.Sav.Tool.Files;
using Microsoft.ML.Sav.Tool.Rows;
using Parquet;
using Parquet.Schema;

namespace Microsoft.ML.Sav.Tool.Examples.Tables;

/// <summary>A column of images: paths, bytes, or a struct with the fields <c>bytes</c> and <c>path</c>.</summary>
internal sealed class ImageColumn
{
    private readonly DataField? _bytes;
    private readonly DataField? _paths;
    private readonly string _file;
    private readonly string _imageFolder;
    private readonly Lazy<string> _unpackFolder;
    private readonly UnpackedLength _limit;

    /// <param name="field">The column.</param>
    /// <param name="file">The Parquet file.</param>
    /// <param name="options">Folders of images, and how much was unpacked to them.</param>
    /// <exception cref="InvalidDataException">The column is of another type.</exception>
    public ImageColumn(Field field, string file, ExampleSourceOptions options)
    {
        DataField[] fields = field is StructField parts ? [.. parts.Fields.OfType<DataField>()] : field is DataField data ? [data] : [];
        _bytes = fields.FirstOrDefault(part => (part.ClrType == typeof(byte[]) || part.ClrType == typeof(ReadOnlyMemory<byte>)) && (fields.Length == 1 || part.Name == "bytes"));
        _paths = fields.FirstOrDefault(part => TextColumn.IsText(part) && (fields.Length == 1 || part.Name == "path"));
        if (_bytes is null && _paths is null)
            throw new InvalidDataException($"'{file}': column '{field.Name}' should hold paths, bytes or a struct of both, found {TextColumn.Describe(field)}.");
        (_file, _imageFolder) = (file, options.ImageFolder ?? Path.GetDirectoryName(file) ?? "");
        _limit = options.Unpacked ?? new UnpackedLength(file);
        _unpackFolder = new Lazy<string>(() => UnpackedFiles.CreateFolder(options));
    }

    /// <summary>The images of a row group.</summary>
    public (byte[]?[]? Bytes, string?[]? Paths) Read(ParquetRowGroupReader group)
    {
        var bytes = _bytes is null ? null : new byte[group.RowCount][];
        var paths = _paths is null ? null : new string[group.RowCount];
        if (bytes is not null)
            group.ReadAsync(_bytes!, bytes).AsTask().GetAwaiter().GetResult();
        if (paths is not null)
            group.ReadAsync(_paths!, paths).AsTask().GetAwaiter().GetResult();
        return (bytes, paths);
    }

    /// <summary>Path of an image and its name in results; an image in the file is written to the folder of unpacked images.</summary>
    /// <param name="images">The images of the row group.</param>
    /// <param name="row">Row in the group.</param>
    /// <param name="number">Number of the row in the file, from 1.</param>
    public (string? Path, string? Name) Store((byte[]?[]? Bytes, string?[]? Paths) images, int row, int number)
    {
        var path = images.Paths?[row];
        if (images.Bytes?[row] is { Length: > 0 } bytes)
        {
            // the path is a name only, and may be anything
            var target = Path.Combine(_unpackFolder.Value, $"{number:D6}{SafeExtension(path)}");
            Unpack(bytes, target);
            return (target, $"{_file}/{(string.IsNullOrEmpty(path) ? $"{number}" : path)}");
        }
        if (string.IsNullOrEmpty(path))
            return default;
        path = Path.Combine(_imageFolder, path);
        return (path, path);
    }

    private void Unpack(byte[] bytes, string target)
    {
        try
        {
            using var file = new FileStream(target, FileMode.CreateNew, FileAccess.Write);
            _limit.Copy(new MemoryStream(bytes), file);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"'{_file}' cannot be unpacked: {exception.Message}", exception);
        }
    }

    private static string SafeExtension(string? path) => ImageFolder.IsImage(path ?? "") ? Path.GetExtension(path)! : "";
}
