namespace Microsoft.ML.Sav.Report.Tests;

/// <summary>A report on a model whose labels and file names try to break out of it. The LMM has random weights, so that many rows are wrong.</summary>
public sealed class SampleReport : IDisposable
{
    public const string Script = "<script>window.broken=1</script>";

    public static readonly string[] Labels = [Script, "\" onload='window.broken=1' \u202Eשלום & <b>", new string('w', 400) + "é"];

    private readonly TemporaryFolder _folder = new();

    public SampleReport()
    {
        var context = new MLContext(seed: 1);
        Model = context.Transforms.Conversion.MapValueToKey(nameof(Photo.Label))
            .Append(context.MulticlassClassification.Trainers.Sav(Repository.Fixture("llava"), imageColumnName: nameof(Photo.ImagePath)))
            .Fit(context.Data.LoadFromEnumerable(Photo.Create("train", Labels, 6)));
        var photos = Photo.Create("test", Labels, 15);
        foreach (var photo in photos)
            photo.ImagePath = Rename(photo);
        Photos = photos;
        Report = SavReport.Create(Model, context.Data.LoadFromEnumerable(photos), new SavReportOptions { Title = Script });
        File = _folder.File("report.html");
        Report.Save(File);
    }

    public ITransformer Model { get; }

    public SavReport Report { get; }

    public string File { get; }

    internal IReadOnlyList<Photo> Photos { get; }

    public void Dispose() => _folder.Dispose();

    private string Rename(Photo photo)
    {
        var path = _folder.File($"a&b' onerror='window.broken=1' {Array.IndexOf(Labels, photo.Label)}-{Path.GetFileName(photo.ImagePath)}");
        System.IO.File.Copy(photo.ImagePath, path);
        return path;
    }
}
