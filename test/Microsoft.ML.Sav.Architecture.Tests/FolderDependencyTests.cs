namespace Microsoft.ML.Sav.Architecture.Tests;

public class FolderDependencyTests
{
    private static IEnumerable<IGrouping<string, Dependency>> DependenciesWithinProjects =>
        Product.Dependencies.Where(dependency => dependency.From.Project == dependency.To.Project).GroupBy(dependency => dependency.From.Project);

    [Fact]
    public void Folders_OfAProject_FormNoCycle() =>
        DependenciesWithinProjects
            .SelectMany(project => FindCycles(project).Select(folders => $"{project.Key}: {string.Join(", ", folders)}"))
            .Should().BeEquivalentTo(KnownViolations.FolderCycles);

    /// <summary>A type in a project's root namespace is a contract that folders use, or a facade that uses folders, never both.</summary>
    [Fact]
    public void RootTypes_OfAProject_AreContractsOrFacades() =>
        DependenciesWithinProjects
            .SelectMany(project => FindFacades(project).Intersect(FindContracts(project)))
            .Select(type => type.FullName)
            .Should().BeEquivalentTo(KnownViolations.FacadesUsedByFolders);

    [Fact]
    public void Dependencies_BetweenFolders_AreSeen() =>
        Product.Dependencies.Should().Contain(dependency =>
            dependency.From.FullName == "Microsoft.ML.Sav.Text.Tokenization.Tokenizer" && dependency.From.Folder == "Tokenization");

    private static IReadOnlyList<string[]> FindCycles(IEnumerable<Dependency> dependencies) =>
        Cycles.Find(dependencies.Where(dependency => dependency is { From.Folder: not null, To.Folder: not null })
            .Select(dependency => (dependency.From.Folder!, dependency.To.Folder!)));

    private static IEnumerable<CodeType> FindFacades(IEnumerable<Dependency> dependencies) =>
        dependencies.Where(dependency => dependency is { From.Folder: null, To.Folder: not null }).Select(dependency => dependency.From);

    private static IEnumerable<CodeType> FindContracts(IEnumerable<Dependency> dependencies) =>
        dependencies.Where(dependency => dependency is { From.Folder: not null, To.Folder: null }).Select(dependency => dependency.To);
}
