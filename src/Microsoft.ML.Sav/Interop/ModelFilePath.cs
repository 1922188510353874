using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.Sav.Interop;

/// <summary>
/// Finds out where the model file lies that is being saved or loaded, which ML.NET does not tell: it knows the file's zip archive, and
/// that knows its stream. The answer is <see langword="null"/> where the stream is no file, or a private field has gone.
/// </summary>
internal static class ModelFilePath
{
    public static string? Of(ModelLoadContext context) =>
        context.Repository is { } repository ? PathOf(() => ReaderArchive(repository)) : null;

    public static string? Of(ModelSaveContext context) =>
        context.Repository is { } repository ? PathOf(() => WriterArchive(repository)) : null;

    private static string? PathOf(Func<ZipArchive> archive)
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
