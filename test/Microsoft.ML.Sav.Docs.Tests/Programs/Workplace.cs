namespace Microsoft.ML.Sav.Docs.Tests.Programs;

/// <summary>The current folder of a page's programs: a few photos under the names that pages use, and LMMs.</summary>
internal sealed class Workplace : IDisposable
{
    private static readonly string Samples = Path.Combine(Repository.Root, "samples", "data", "fashion-mnist");

    private readonly TemporaryFolder _folder = new();
    private readonly string _before = Environment.CurrentDirectory;

    public Workplace()
    {
        Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "lmm"));
        Link(Path.Combine(AppContext.BaseDirectory, "lmm", "smollm2-135m-vision"));
        Directory.CreateDirectory(_folder.File("models"));
        Link(_folder.File("models/my-lmm"));
        foreach (var label in new[] { "ankle-boot", "bag", "coat" })
        {
            Copy("train", label, 4, "photos");
            Copy("test", label, 2, "test");
        }
        foreach (var name in new[] { "new.png", "photo.jpg", "rose.jpg" })
            File.Copy(Path.Combine(Samples, "test", "bag", "05.png"), _folder.File(name));
        Environment.CurrentDirectory = _folder.Path;
        Given.WriteModels("model.zip", "fashion.zip");
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        _folder.Dispose();
    }

    private static void Link(string path)
    {
        if (!Directory.Exists(path))
            Directory.CreateSymbolicLink(path, Repository.EmbeddedLmm);
    }

    private void Copy(string part, string label, int count, string target)
    {
        Directory.CreateDirectory(_folder.File($"{target}/{label}"));
        foreach (var file in Directory.GetFiles(Path.Combine(Samples, part, label)).Order().Take(count))
            File.Copy(file, _folder.File($"{target}/{label}/{Path.GetFileName(file)}"));
    }
}
