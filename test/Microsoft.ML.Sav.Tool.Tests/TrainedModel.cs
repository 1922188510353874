namespace Microsoft.ML.Sav.Tool.Tests;

/// <summary>A model that the tool has trained on photos of three classes, with a small LMM.</summary>
public sealed class TrainedModel : IDisposable
{
    public static readonly string[] Classes = ["bag", "sandal", "trouser"];

    private readonly TemporaryFolder _folder = new();

    public TrainedModel()
    {
        foreach (var part in new[] { "train", "test" })
        {
            foreach (var name in Classes)
                _folder.CopyFolder(Path.Combine(Repository.Root, "samples", "data", "fashion-mnist", part, name), $"{part}/{name}");
        }
        using var fit = SavProcess.Run("fit", "--lmm", Lmm, Training, "-o", File, "--heads", "7");
        fit.ShouldSucceed();
        FitOutput = fit.Output;
    }

    public static string Lmm { get; } = Repository.Fixture("llava");

    public string FitOutput { get; }

    public string File => _folder.File("model.zip");

    public string Training => _folder.File("train");

    public string Test => _folder.File("test");

    public void Dispose() => _folder.Dispose();
}
