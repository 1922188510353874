namespace Microsoft.ML.Sav.Architecture.Tests;

public class TypeDependencyTests
{
    private const int MaximumDependencies = 20;

    [Fact]
    public void Types_OfAProject_UseAtMostTwentyOthersOfIt() =>
        Product.Dependencies
            .Where(dependency => dependency.From.Project == dependency.To.Project && dependency is { From.IsGenerated: false, To.IsGenerated: false })
            .GroupBy(dependency => dependency.From.FullName)
            .Where(type => type.Count() > MaximumDependencies)
            .Select(type => type.Key)
            .Should().BeEquivalentTo(KnownViolations.TypesWithManyDependencies);
}
