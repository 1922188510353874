namespace Microsoft.ML.Sav.Packages.Tests;

/// <summary>Does what a new user does: installs the packages, trains, saves, loads and predicts.</summary>
[Collection(nameof(PackagesCollection))]
public class InstalledProgramTests(InstalledProgram program)
{
    private const int ImagesPerClass = 6;
    private const long MaximumSizeWithoutLmm = 70_000_000;

    private static readonly string[] Classes = ["bag", "sandal", "trouser"];

    private static string Photos => Path.Combine(Repository.Root, "samples", "data", "fashion-mnist");

    [SlowFact]
    public void Program_WithInstalledPackages_FitsSavesLoadsAndPredicts()
    {
        var model = Fit();

        var labels = program.Run(["predict", model, .. Classes.Select(name => Path.Combine(Photos, "test", name, "00.png"))]);

        labels.ReplaceLineEndings("\n").Trim().Split('\n').Should().Equal(Classes);
    }

    [SlowFact]
    public void Tool_Installed_PredictsWithTheModelOfTheProgram()
    {
        var sav = program.InstallTool();

        ChildProcess.Run(sav, program.Sources, "--version").Trim().Should().Be(PackedPackages.Version);
        ChildProcess.Run(sav, program.Sources, "predict", Fit(), Path.Combine(Photos, "test", "bag", "00.png")).Should().Contain("\tbag\t");
    }

    [SlowFact]
    public void Program_Published_HasTheAssembliesThatWerePacked()
    {
        using var package = new PackageFile(program.Packages.Libraries, "Microsoft.ML.Sav");

        File.ReadAllBytes(Path.Combine(program.Published, "Microsoft.ML.Sav.dll")).Should().Equal(package.ReadBytes("lib/net10.0/Microsoft.ML.Sav.dll"));
    }

    [SlowFact]
    public void Program_Published_HasTheLmmBesideItAndNotInItsSources()
    {
        var expected = Directory.GetFiles(Repository.EmbeddedLmm, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Repository.EmbeddedLmm, file));
        var lmm = Path.Combine(program.Published, "lmm", "smollm2-135m-vision");

        Directory.GetFiles(lmm, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(lmm, file)).Should().BeEquivalentTo(expected);
        Directory.Exists(Path.Combine(program.Sources, "lmm")).Should().BeFalse();
    }

    [SlowFact]
    public void Program_PublishedForOnePlatform_IsSmall() =>
        new DirectoryInfo(program.Published).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => !file.FullName.Contains($"{Path.DirectorySeparatorChar}lmm{Path.DirectorySeparatorChar}"))
            .Sum(file => file.Length)
            .Should().BeLessThan(MaximumSizeWithoutLmm);

    private string Fit()
    {
        var model = program.File("model.zip");
        if (File.Exists(model))
            return model;
        foreach (var name in Classes)
        {
            var folder = Directory.CreateDirectory(Path.Combine(program.File("photos"), name)).FullName;
            foreach (var image in Directory.GetFiles(Path.Combine(Photos, "train", name)).Order(StringComparer.Ordinal).Take(ImagesPerClass))
                File.Copy(image, Path.Combine(folder, Path.GetFileName(image)), overwrite: true);
        }
        program.Run("fit", program.File("photos"), model);
        return model;
    }
}
