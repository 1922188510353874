namespace Microsoft.ML.Sav.Lmm.Fingerprints;

/// <summary>What changes when a file's content does, found without reading it. Links are resolved.</summary>
/// <param name="Path">Full path of the file itself.</param>
/// <param name="Length">Number of bytes.</param>
/// <param name="Modified">Time of the last write, which programs can set.</param>
/// <param name="Changed">
/// Time of the last change of content or attributes, which programs cannot set; where the system has none, the time of creation.
/// </param>
/// <param name="Inode">Number of the file in its file system; 0 where the system has none.</param>
internal sealed record FileIdentity(string Path, long Length, DateTimeOffset Modified, DateTimeOffset Changed, ulong Inode)
{
    /// <summary>Reads the identity of a file.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="IOException">The path is that of a device or a pipe, which may have no end.</exception>
    public static FileIdentity Read(string path)
    {
        var file = new FileInfo(path);
        file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        var status = UnixFileStatus.TryRead(file.FullName);
        if (status is { IsRegular: false })
            throw new IOException($"'{path}' is not a regular file.");
        return new FileIdentity(
            file.FullName, file.Length, file.LastWriteTimeUtc, status?.Changed ?? new DateTimeOffset(file.CreationTimeUtc), status?.Inode ?? 0);
    }

    /// <summary>The later of both times.</summary>
    public DateTimeOffset LastChange => Modified > Changed ? Modified : Changed;

    /// <summary>All of it, as a string.</summary>
    public override string ToString() => FormattableString.Invariant($"{Path}|{Length}|{Modified.UtcTicks}|{Changed.UtcTicks}|{Inode}");
}
