using System.Text.RegularExpressions;

namespace Microsoft.ML.Sav.Packages.Tests;

/// <summary>Runs what READMEs show to a new user, outside the repository and with the packages.</summary>
[Collection(nameof(PackagesCollection))]
public partial class ReadmeTests(InstalledProgram program)
{
    private static readonly string Photos = Path.Combine(Repository.Root, "samples", "data", "fashion-mnist");
    private static readonly string Bag = Path.Combine(Photos, "test", "bag", "00.png");

    [SlowFact]
    public void Program_OfThePackagesReadme_TrainsAndPredicts()
    {
        using var package = new PackageFile(program.Packages.Libraries, "Microsoft.ML.Sav");
        var project = program.CreateFromTemplate("sav-console", "FromReadme"); // for its packages and photos
        File.WriteAllText(Path.Combine(project, "Program.cs"), CSharpBlock().Match(package.ReadText("README.md").ReplaceLineEndings("\n")).Groups[1].Value);

        var output = ChildProcess.RunDotnet(project, "run", "-v", "quiet", "--", Bag);

        output.Should().Contain("30 photos of 3 classes; accuracy to expect: ").And.Contain($"{Bag}: bag (bag ");
    }

    [SlowFact]
    public void FileBasedApp_WithThePackagesOfItsReadme_Runs()
    {
        var sample = Path.Combine(Repository.Root, "samples", "FileBasedApp");
        var head = CSharpBlock().Match(File.ReadAllText(Path.Combine(sample, "README.md")).ReplaceLineEndings("\n")).Groups[1].Value;
        var code = File.ReadLines(Path.Combine(sample, "classify.cs")).Where(line => !line.StartsWith('#'));
        var folder = program.CreateFolder("FileBasedApp");
        File.WriteAllText(Path.Combine(folder, "classify.cs"), head + string.Join('\n', code));
        foreach (var name in new[] { "bag", "coat" })
        {
            var target = Directory.CreateDirectory(Path.Combine(folder, "photos", name)).FullName;
            foreach (var file in Directory.GetFiles(Path.Combine(Photos, "train", name)).Order(StringComparer.Ordinal).Take(7))
                File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        var output = ChildProcess.RunDotnet(folder, "run", "classify.cs", "--", "photos");

        head.Should().StartWith("#:package Microsoft.ML.Sav@");
        output.Should().MatchRegex(@"accuracy on 4 others: \d+ ?%");
    }

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();
}
