namespace Microsoft.ML.Sav.Architecture.Tests;

public class ProjectDependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Microsoft.ML.Sav.Heads"] = [],
        ["Microsoft.ML.Sav.Text"] = [],
        ["Microsoft.ML.Sav.Images"] = [],
        ["Microsoft.ML.Sav.ImageSharp"] = ["Microsoft.ML.Sav.Images"],
        ["Microsoft.ML.Sav.Onnx"] = ["Microsoft.ML.Sav.Heads"],
        ["Microsoft.ML.Sav.Lmm"] = ["Microsoft.ML.Sav.Heads", "Microsoft.ML.Sav.Text", "Microsoft.ML.Sav.Images", "Microsoft.ML.Sav.Onnx"],
        ["Microsoft.ML.Sav"] = ["Microsoft.ML.Sav.Heads", "Microsoft.ML.Sav.Images", "Microsoft.ML.Sav.Onnx", "Microsoft.ML.Sav.Lmm"],
        ["Microsoft.ML.Sav.AspNetCore"] = ["Microsoft.ML.Sav", "Microsoft.ML.Sav.Lmm"],
        ["Microsoft.ML.Sav.Report"] = ["Microsoft.ML.Sav.Heads", "Microsoft.ML.Sav.Images", "Microsoft.ML.Sav.Lmm", "Microsoft.ML.Sav"],
        ["Microsoft.ML.Sav.Tool"] =
            ["Microsoft.ML.Sav.Heads", "Microsoft.ML.Sav.Images", "Microsoft.ML.Sav.Onnx", "Microsoft.ML.Sav.Lmm", "Microsoft.ML.Sav", "Microsoft.ML.Sav.Report"],
    };

    [Fact]
    public void Projects_OfTheProduct_AllHaveARule() => Product.Projects.Except(Allowed.Keys).Should().BeEmpty();

    [Fact]
    public void Types_OfAProject_UseOnlyTheProjectsBelowIt() =>
        Product.Dependencies
            .Where(dependency => dependency.From.Project != dependency.To.Project && !Allowed[dependency.From.Project].Contains(dependency.To.Project))
            .Select(dependency => $"{dependency.From.FullName} -> {dependency.To.FullName}")
            .Should().BeEquivalentTo(KnownViolations.ProjectUses);

    [Theory]
    [InlineData("Microsoft.ML.Sav.Onnx", "Microsoft.ML.Sav.Heads")]
    [InlineData("Microsoft.ML.Sav.Lmm", "Microsoft.ML.Sav.Text")]
    [InlineData("Microsoft.ML.Sav", "Microsoft.ML.Sav.Lmm")]
    [InlineData("Microsoft.ML.Sav.Tool", "Microsoft.ML.Sav")]
    public void Dependencies_BetweenProjects_AreSeen(string from, string to) =>
        Product.Dependencies.Should().Contain(dependency => dependency.From.Project == from && dependency.To.Project == to);
}
