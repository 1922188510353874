using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.Sav.Interop;

/// <summary>
/// Path of the model file that is being saved or loaded. ML.NET does not pass it on, but it holds the zip archive, which holds the file
/// stream. <see langword="null"/> if the stream is not a file, or a private field was renamed.
/// </summary>
internal static class ModelFilePath
{
    public static string? Find(ModelLoadContext context) =>
        context.Repository is { } repository ? FindPath(() => ReaderArchive(repository)) : null;

    public static string? Find(ModelSaveContext context) =>
        context.Repository is { } repository ? FindPath(() => WriterArchive(repository)) : null;

    private static string? FindPath(Func<ZipArchive> archive)
    {
        try
        {
            return ArchiveStream(archive()) is FileStream file ? Path.GetFullPath(file.Name) : null;
        }
        catch (MissingFieldException)
        {
            return null;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_archive")]
    private static extern ref ZipArchive ReaderArchive(RepositoryReader repository);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_archive")]
    private static extern ref ZipArchive WriterArchive(RepositoryWriter repository);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_archiveStream")]
    private static extern ref Stream ArchiveStream(ZipArchive archive);
}
