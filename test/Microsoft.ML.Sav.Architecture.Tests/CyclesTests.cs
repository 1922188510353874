namespace Microsoft.ML.Sav.Architecture.Tests;

public class CyclesTests
{
    [Fact]
    public void Find_Tree_ReturnsNothing() => Cycles.Find([("a", "b"), ("a", "c"), ("b", "c")]).Should().BeEmpty();

    [Fact]
    public void Find_NodeThatUsesItself_ReturnsNothing() => Cycles.Find([("a", "a"), ("a", "b")]).Should().BeEmpty();

    [Fact]
    public void Find_TwoLoops_ReturnsEachWithoutTheNodesBesideThem() =>
        Cycles.Find([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "e"), ("e", "d"), ("e", "f")])
            .Should().BeEquivalentTo(new[] { new[] { "a", "b", "c" }, new[] { "d", "e" } });
}
