namespace Microsoft.ML.Sav.Samples.Tests;

/// <summary>A few of the repository's photos, in <c>train/</c> and <c>test/</c> with a folder per class.</summary>
internal sealed class SmallPhotos : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SmallPhotos(int perClass)
    {
        foreach (var part in new[] { "train", "test" })
        {
            foreach (var name in Classes)
            {
                var target = Directory.CreateDirectory(Path.Combine(_folder.Path, part, name)).FullName;
                foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "samples", "data", "fashion-mnist", part, name)).Order(StringComparer.Ordinal).Take(perClass))
                    File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
            }
        }
    }

    public static string[] Classes { get; } = ["bag", "coat", "sandal"];

    /// <summary>The folder that programs run in.</summary>
    public string Root => _folder.Path;

    public void Dispose() => _folder.Dispose();
}
