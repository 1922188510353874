using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Models;
using Microsoft.ML.Sav.Storage;

namespace Microsoft.ML.Sav.Tests.Storage;

/// <summary>A damaged featurizer never gives other features.</summary>
public class FeaturizerFileTests
{
    [Fact]
    public void Read_Written_IsTheSame()
    {
        var state = State();

        var read = Read(Write(state));

        read.Features.Should().Equal(state.Features);
        (read with { Features = state.Features, Lmm = state.Lmm }).Should().Be(state);
        read.Lmm.Should().BeEquivalentTo(state.Lmm, options => options.Excluding(lmm => lmm.RelativeFolder).Excluding(lmm => lmm.FeatureCacheFolder));
        read.Lmm.FeatureCacheFolder.Should().BeNull();
    }

    [Fact]
    public void Read_EveryBitFlip_IsRefused()
    {
        var bytes = Write(State());

        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            damaged.Invoking(file => Read(file)).Should().Throw<SavModelFileException>("bit {0} differs", bit).WithMessage("*LmmFeaturizingTransformer*");
        }
    }

    [Fact]
    public void Read_ImpossibleStateWithTheRightHash_IsRefused()
    {
        Write(State() with { ImageColumn = null, TextColumn = "" }).Invoking(file => Read(file)).Should().Throw<SavModelFileException>().WithMessage("*columns*");
        Write(State() with { OutputColumn = "" }).Invoking(file => Read(file)).Should().Throw<SavModelFileException>().WithMessage("*columns*");
    }

    private static FeaturizerState State() => new(
        "Image", null, "Features", "About {text}:",
        new LmmReference("/lmm", null, "00ff", new LmmOptions { Precision = "q4", HeadTaps = new Dictionary<int, string> { [3] = "tensor" } }) { FeatureCacheFolder = "/cache" },
        new FeatureLayout([new Feature(3, 1, 2), new Feature(FeatureKind.VisionEncoder, 0, 0, 5)]), Normalizes: true);

    private static byte[] Write(FeaturizerState state)
    {
        var stream = new MemoryStream();
        ModelBody.Write(new BinaryWriter(stream), FeaturizerFormat.Write(state, fileFolder: null));
        return stream.ToArray();
    }

    private static FeaturizerState Read(byte[] bytes) => FeaturizerFile.Read(
        new BinaryReader(new MemoryStream(bytes)), TransformerHeader.FeaturizerWithMaxTokens, bytes.Length, path: null);
}
