using Microsoft.ML.Data;
using Microsoft.ML.Sav.Columns;

namespace Microsoft.ML.Sav.Tests.Columns;

public class LabelClassesTests
{
    private static readonly LabelClasses Text = Create(TextDataViewType.Instance, "shirt".AsMemory(), "été".AsMemory());

    [Fact]
    public void Union_NewAndKnownValues_AppendsTheNewOnesThatAreUsed()
    {
        var other = Create(TextDataViewType.Instance, "bag".AsMemory(), "été".AsMemory(), "unused".AsMemory(), "hat".AsMemory());

        var (classes, positions) = Text.Union(other, [3, 1, 0, 1]);

        classes.Names.Should().Equal("shirt", "été", "bag", "hat");
        classes.Count.Should().Be(4);
        positions.Should().BeEquivalentTo(new Dictionary<int, int> { [0] = 2, [1] = 1, [3] = 3 });
    }

    [Fact]
    public void Union_Numbers_AreComparedByValue()
    {
        var (classes, positions) = Create(NumberDataViewType.Single, 0.1f, 0.2f).Union(Create(NumberDataViewType.Single, 0.2f, 0.3f), [0, 1]);

        classes.Values!.Type.Should().Be(new VectorDataViewType(NumberDataViewType.Single, 3));
        positions.Should().BeEquivalentTo(new Dictionary<int, int> { [0] = 1, [1] = 2 });
    }

    [Fact]
    public void Union_OtherType_NamesBoth()
    {
        Text.Invoking(classes => classes.Union(Create(NumberDataViewType.Int32, 1), [0])).Should().Throw<ArgumentException>().WithMessage("*String values*Int32 values*");
        Text.Invoking(classes => classes.Union(new LabelClasses(null, 2), [0])).Should().Throw<ArgumentException>().WithMessage("*String values*without values*");
    }

    [Fact]
    public void Where_Values_RemovesOthers()
    {
        var (classes, kept) = Create(NumberDataViewType.Int32, 5, 7, 9).Where(c => c != 1);

        classes.Names.Should().Equal("5", "9");
        kept.Should().Equal(0, 2);
    }

    private static LabelClasses Create<T>(PrimitiveDataViewType type, params T[] values) => new(KeyValues.FromArray(type, values), values.Length);
}
