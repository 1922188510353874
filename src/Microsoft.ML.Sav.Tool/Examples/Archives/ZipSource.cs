using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Examples.Archives;

/// <summary>A zip file of what a folder may hold.</summary>
/// <param name="folders">Reads the unpacked folder.</param>
internal sealed class ZipSource(FolderSource folders) : ExampleSource("zip")
{
    public override bool Recognises(string path) => HasExtension(path, ".zip");

    public override IEnumerable<InputRow> Read(string path, ExampleSourceOptions options)
    {
        RequireFile(path);
        var folder = UnpackedFiles.CreateFolder(options);
        var unpacked = ImageArchive.Unpack(path, folder);
        try
        {
            // a Parquet file in it has images of its own
            var unpackFolder = options.UnpackFolder is null ? null : Path.Combine(folder, "parquet");
            return folders.Read(folder, options with { ImageFolder = null, UnpackFolder = unpackFolder, Unpacked = unpacked }).Select(row => Rename(row, path, folder)).ToArray();
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException(exception.Message.Replace(folder, path, StringComparison.Ordinal), exception);
        }
    }

    // users know the archive, not the folder
    private static InputRow Rename(InputRow row, string path, string folder) => row with
    {
        ImageNames = Array.ConvertAll(row.ImageNames, image => image.Replace(folder, path, StringComparison.Ordinal)),
        Location = row.Location.Replace(folder, path, StringComparison.Ordinal),
    };
}
