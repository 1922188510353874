using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Heads.Safetensors;
using Microsoft.ML.Sav.Tool.HeadVectors;

namespace Microsoft.ML.Sav.Tool.Tests.HeadVectors;

public sealed class HeadVectorsWriterTests : IDisposable
{
    private static readonly RowsSummary TwoRows = new("hash", [0, -1], ["yes"], HasText: false);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Complete_LayersThatDiffer_OneDimensionForAllHeads()
    {
        var layout = new FeatureLayout([new Feature(0, 0, 2), new Feature(0, 1, 2), new Feature(2, 0, 3)]);

        var file = Write(layout, half: false, new float[7], [1, 2, 3, 4, 5, 6, 7]);

        file.GetShape("heads").Should().Equal(2, 7);
        file.Metadata["layout"].Should().Be("[[0,0,2],[0,1,2],[2,0,3]]");
        file.ReadSingle("heads")[7..].Should().Equal(1, 2, 3, 4, 5, 6, 7);
    }

    [Fact]
    public void Complete_LayersThatAreAlike_OneDimensionForLayersHeadsAndSize()
    {
        var layout = new FeatureLayout([new Feature(1, 0, 2), new Feature(4, 0, 2), new Feature(5, 0, 2)]);

        Write(layout, half: true, new float[6], new float[6]).GetShape("heads").Should().Equal(2, 3, 1, 2);
    }

    [Fact]
    public void Complete_FeaturesOfSeveralKinds_AreNamed()
    {
        var layout = new FeatureLayout([new Feature(0, 1, 1), new Feature(FeatureKind.TokenMean, 0, 1, 1), new Feature(FeatureKind.VisionEncoder, 0, 0, 2), new Feature(FeatureKind.Projector, 0, 0, 1)]);

        var file = Write(layout, half: false, new float[5], [1, 2, 3, 4, 5]);

        file.GetShape("features").Should().Equal(2, 5);
        file.Metadata["layout"].Should().Be("""[["L0.H1",1],["L0.H1.mean",1],["vision",2],["projector",1]]""");
        file.ReadSingle("features")[5..].Should().Equal(1, 2, 3, 4, 5);
    }

    [Fact]
    public void Append_ValueTooGreatForHalfPrecision_Throws() =>
        FluentActions.Invoking(() => Write(FeatureLayout.CreateUniform(1, 1, 1), half: true, [70_000f], [0f]))
            .Should().Throw<OverflowException>().WithMessage("*70000*--half*");

    public void Dispose() => _folder.Dispose();

    private SafetensorsFile Write(FeatureLayout layout, bool half, params float[][] rows)
    {
        using var file = new HeadVectorsWriter(_folder.File("heads.safetensors"), layout, TwoRows, half, new Dictionary<string, string>());
        foreach (var row in rows)
            file.Append(row);
        file.Complete();
        return SafetensorsFile.Read(_folder.File("heads.safetensors"));
    }
}
