using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Examples.Archives;

/// <summary>
/// An image project of Google's Teachable Machine, saved by "Download project as file": a zip file with the extension .tm
/// (https://github.com/googlecreativelab/teachablemachine-community/issues/38) whose samples are called <c>CLASS-!-NUMBER.webp</c>. Google does not document the names.
/// </summary>
internal sealed class TeachableMachineSource() : ExampleSource("teachable-machine")
{
    private const string Separator = "-!-";

    public override bool Recognises(string path) =>
        HasExtension(path, ".tm") || (HasExtension(path, ".zip") && File.Exists(path) && ImageArchive.ReadNames(path).Any(IsSample));

    public override IEnumerable<InputRow> Read(string path, ExampleSourceOptions options)
    {
        RequireFile(path);
        string[] samples = [.. ImageArchive.ReadNames(path).Where(IsSample).Order(StringComparer.Ordinal)];
        if (samples.Length == 0)
            throw new InvalidDataException($"'{path}' has no samples of an image project, expected entries CLASS{Separator}NUMBER.webp. Audio and pose projects cannot be read.");
        var folder = UnpackedFiles.CreateFolder(options);
        ImageArchive.Unpack(path, folder);
        return samples.Select(sample => new InputRow
        {
            ImagePath = [Path.Join(folder, sample)],
            ImageNames = [$"{path}/{sample}"],
            Label = Path.GetFileName(sample)[..Path.GetFileName(sample).LastIndexOf(Separator, StringComparison.Ordinal)],
            Location = $"'{path}/{sample}'",
        });
    }

    private static bool IsSample(string name) => ImageFolder.IsImage(name) && Path.GetFileName(name).LastIndexOf(Separator, StringComparison.Ordinal) > 0;
}
