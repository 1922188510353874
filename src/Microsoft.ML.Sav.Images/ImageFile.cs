namespace Microsoft.ML.Sav.Images;

/// <summary>Reads image files, but nothing that could block or never end: the checks need no open file.</summary>
internal static class ImageFile
{
    /// <summary>Above what an uncompressed image of 100 megapixels with four 8-bit channels takes.</summary>
    public const long MaximumBytes = 512L << 20;

    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidImageException">It is a folder, empty, not a regular file, or too large.</exception>
    public static byte[] ReadAllBytes(string path)
    {
        if (Directory.Exists(path))
            throw new InvalidImageException(path, "is a folder, expected an image file.");
        // Not so of a path with a NUL character, of which there is no FileInfo.
        if (!File.Exists(path))
            throw new FileNotFoundException($"The image file '{path}' does not exist.", path);
        var file = new FileInfo(path);
        var length = (file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file).Length;
        // Pipes, devices and files of /proc have no length. Opening a pipe would wait for a writer.
        if (length == 0)
            throw new InvalidImageException(path, "is empty (0 bytes) or not a regular file, expected an image file.");
        if (length > MaximumBytes)
            throw new InvalidImageException(path, $"has {length} bytes, expected an image file of at most {MaximumBytes} bytes.");
        return File.ReadAllBytes(path);
    }
}
