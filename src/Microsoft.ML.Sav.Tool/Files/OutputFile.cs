using Microsoft.ML.Sav.Heads.Files;

namespace Microsoft.ML.Sav.Tool.Files;

/// <summary>A file that a command writes. It is written under a temporary name beside it and renamed when it is complete.</summary>
internal sealed class OutputFile
{
    /// <summary>Checks before the work starts that the file can be written after it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file's folder is missing, or something other than a regular file has this name.</exception>
    public OutputFile(string path)
    {
        if (Path.EndsInDirectorySeparator(path) || Directory.Exists(path))
            throw new IOException($"'{path}' is a folder, expected a file to write.");
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            throw new DirectoryNotFoundException($"There is no folder for the file '{path}'.");
        if (!FileKind.IsRegular(path))
            throw new IOException($"'{path}' is a link, device, pipe or socket, expected a regular file to write.");
        FilePath = path;
    }

    public string FilePath { get; }

    /// <summary>Checks that the file is neither an input nor in the LMM's folder, under whatever name.</summary>
    /// <param name="inputs">Files that the command reads. They are enumerated only if the output file exists.</param>
    /// <param name="lmm">Folder of the LMM.</param>
    /// <exception cref="IOException">Writing the file would destroy another one.</exception>
    public void CheckReplacesNone(IEnumerable<string> inputs, string lmm)
    {
        if (!File.Exists(FilePath))
            return;
        var output = RealPath.Resolve(FilePath);
        if (inputs.FirstOrDefault(IsOutput) is { } input)
            throw new IOException($"'{FilePath}' would replace the input '{input}'; name another output.");
        if (LmmFiles(lmm).Any(IsOutput))
            throw new IOException($"'{FilePath}' is a file of the LMM in '{lmm}'; name another output.");

        bool IsOutput(string path) => RealPath.Comparer.Equals(RealPath.Resolve(path), output);
    }

    /// <summary>Writes the file. Commands that write the same file at the same time do not disturb each other: the last one wins.</summary>
    public void Write(Action<FileStream> write)
    {
        Orphans.Delete(Path.GetDirectoryName(Path.GetFullPath(FilePath))!);
        UnfinishedFile.NameInErrors(FilePath, () =>
        {
            using var file = new UnfinishedFile(FilePath);
            write(file.Stream);
            file.Finish(FilePath);
        });
    }

    // its graphs lie in the folder or in onnx/
    private static IEnumerable<string> LmmFiles(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1, AttributesToSkip = 0 })
        : [];
}
