using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Microsoft.ML.Sav.Packages.Tests;

/// <summary>What the packages contain and say of themselves.</summary>
[Collection(nameof(PackagesCollection))]
public partial class PackageTests(InstalledProgram program)
{
    private const string RepositoryUrl = "https://github.com/microsoft-ml-sav/Microsoft.ML.Sav";
    private const int MaximumToolSize = 100_000_000;

    private static readonly string[] LibraryIds =
        ["Microsoft.ML.Sav", "Microsoft.ML.Sav.AspNetCore", "Microsoft.ML.Sav.Heads", "Microsoft.ML.Sav.Images", "Microsoft.ML.Sav.Lmm", "Microsoft.ML.Sav.Onnx", "Microsoft.ML.Sav.Report", "Microsoft.ML.Sav.Text"];

    public static TheoryData<string> Libraries => [.. LibraryIds];

    public static TheoryData<string> Packages => [.. LibraryIds, "Microsoft.ML.Sav.SmolLM2", "Microsoft.ML.Sav.Templates"];

    public static TheoryData<string, string[]> PackageDependencies => new()
    {
        { "Microsoft.ML.Sav.Heads", ["System.Numerics.Tensors"] },
        { "Microsoft.ML.Sav.Text", [] },
        { "Microsoft.ML.Sav.Images", ["SkiaSharp", "SkiaSharp.NativeAssets.Linux.NoDependencies"] },
        { "Microsoft.ML.Sav.Onnx", ["Google.Protobuf", "Microsoft.ML.Sav.Heads"] },
        {
            "Microsoft.ML.Sav.Lmm",
            ["Microsoft.ML.OnnxRuntime.Managed", "Microsoft.ML.Sav.Heads", "Microsoft.ML.Sav.Images", "Microsoft.ML.Sav.Onnx", "Microsoft.ML.Sav.Text"]
        },
        { "Microsoft.ML.Sav", ["Microsoft.ML", "Microsoft.ML.ImageAnalytics", "Microsoft.ML.Sav.Lmm"] },
        { "Microsoft.ML.Sav.AspNetCore", ["Microsoft.AspNetCore.OpenApi", "Microsoft.ML", "Microsoft.ML.ImageAnalytics", "Microsoft.ML.Sav", "Microsoft.OpenApi"] },
        { "Microsoft.ML.Sav.Report", ["Microsoft.ML", "Microsoft.ML.ImageAnalytics", "Microsoft.ML.Sav", "OxyPlot.Core"] },
        { "Microsoft.ML.Sav.SmolLM2", [] },
        { "Microsoft.ML.Sav.Templates", [] },
    };

    [SlowTheory]
    [MemberData(nameof(Packages))]
    public void Nuspec_OfAPackage_SaysWhatTheGalleryShows(string id)
    {
        using var package = new PackageFile(program.Packages.Libraries, id);

        package["description"].Should().NotBeNullOrWhiteSpace();
        package["authors"].Should().Be("Microsoft.ML.Sav contributors");
        package["readme"].Should().Be("README.md");
        package["icon"].Should().Be("icon.png");
        package["license"].Should().Be(id == "Microsoft.ML.Sav.SmolLM2" ? "Apache-2.0" : "MIT");
        package["projectUrl"].Should().Be(RepositoryUrl);
        package.Attribute("repository", "url").Should().Be(RepositoryUrl);
        package.Attribute("repository", "commit").Should().MatchRegex("^[0-9a-f]{40}$");
        package.Files.Should().Contain(["README.md", "icon.png", "LICENSE", "NOTICE"]);
    }

    [SlowTheory]
    [MemberData(nameof(Packages))]
    public void Readme_OfAPackage_HasOnlyAbsoluteLinks(string id)
    {
        using var package = new PackageFile(program.Packages.Libraries, id);

        var links = MarkdownLink().Matches(package.ReadText("README.md")).Select(match => match.Groups[1].Value).ToList();

        links.Should().NotBeEmpty().And.OnlyContain(link => link.StartsWith("https://", StringComparison.Ordinal));
    }

    [SlowFact]
    public void Tool_InAPackage_HasReadmeNoticeAndIcon()
    {
        using var package = new PackageFile(program.Packages.Tool, "Microsoft.ML.Sav.Tool");

        package.Files.Should().Contain(["README.md", "icon.png", "LICENSE", "NOTICE"]);
        MarkdownLink().Matches(package.ReadText("README.md")).Select(match => match.Groups[1].Value)
            .Should().NotBeEmpty().And.OnlyContain(link => link.StartsWith("https://", StringComparison.Ordinal));
    }

    [SlowTheory]
    [MemberData(nameof(PackageDependencies))]
    public void Dependencies_OfAPackage_AreThoseOfItsProject(string id, string[] expected)
    {
        using var package = new PackageFile(program.Packages.Libraries, id);

        package.Dependencies.Select(dependency => dependency.Split(' ')[0]).Should().BeEquivalentTo(expected);
    }

    [SlowTheory]
    [InlineData("Microsoft.ML.Sav", "Microsoft.ML [5.0.1, 6.0.0)")]
    [InlineData("Microsoft.ML.Sav", "Microsoft.ML.ImageAnalytics [5.0.1, 6.0.0)")]
    [InlineData("Microsoft.ML.Sav.Lmm", "Microsoft.ML.OnnxRuntime.Managed 1.31.0")]
    [InlineData("Microsoft.ML.Sav.AspNetCore", "Microsoft.AspNetCore.OpenApi 10.0.0")]
    public void Dependencies_OfAPackage_AskForWhatIsTested(string id, string dependency)
    {
        using var package = new PackageFile(program.Packages.Libraries, id);

        package.Dependencies.Should().Contain(dependency);
    }

    [SlowTheory]
    [MemberData(nameof(Libraries))]
    public void Library_InAPackage_HasXmlDocumentation(string id)
    {
        using var package = new PackageFile(program.Packages.Libraries, id);

        package.Files.Should().Contain([$"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"]);
    }

    [SlowTheory]
    [MemberData(nameof(Libraries))]
    public void Symbols_OfALibrary_LinkToTheSourcesOfACommit(string id)
    {
        using var symbols = new PackageFile(program.Packages.Libraries, id, "snupkg");

        symbols.ReadSourceLink($"lib/net10.0/{id}.pdb")
            .Should().MatchRegex(@"https://raw\.githubusercontent\.com/microsoft-ml-sav/Microsoft\.ML\.Sav/[0-9a-f]{40}/\*");
    }

    [SlowFact]
    public void SmolLM2_InAPackage_IsTheFolderOfTheSample()
    {
        using var package = new PackageFile(program.Packages.Libraries, "Microsoft.ML.Sav.SmolLM2");
        var folder = Repository.EmbeddedLmm;
        var expected = Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(file => "lmm/smollm2-135m-vision/" + Path.GetRelativePath(folder, file).Replace('\\', '/'), file => new FileInfo(file).Length);

        package.Files.Where(file => file.StartsWith("lmm/", StringComparison.Ordinal)).ToDictionary(file => file, package.SizeOf)
            .Should().Equal(expected);
        expected.Keys.Should().Contain(["lmm/smollm2-135m-vision/README.md", "lmm/smollm2-135m-vision/LICENSE", "lmm/smollm2-135m-vision/NOTICE"]);
    }

    [SlowFact]
    public void Tool_OfAPlatform_HasOneOnnxRuntimeAndIsBelow100MB()
    {
        var id = $"Microsoft.ML.Sav.Tool.{RuntimeInformation.RuntimeIdentifier}";
        var size = new FileInfo(Path.Combine(program.Packages.Tool, $"{id}.{PackedPackages.Version}.nupkg")).Length;
        using var package = new PackageFile(program.Packages.Tool, id);

        size.Should().BeLessThan(MaximumToolSize);
        package.Files.Select(Path.GetFileName).Where(file => file is "onnxruntime.dll" or "libonnxruntime.so" or "libonnxruntime.dylib")
            .Should().ContainSingle();
    }

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex MarkdownLink();
}
