namespace Microsoft.ML.Sav.Architecture.Tests;

public class SourceFileTests
{
    private const int MaximumLines = 300;

    [Fact]
    public void SourceFiles_OfTheProduct_HaveAtMost300Lines() =>
        Product.Projects.SelectMany(project => Product.SourceFilesOf(Path.Combine(Product.Source, project)))
            .Where(file => File.ReadLines(file).Count() > MaximumLines)
            .Should().BeEmpty();
}
