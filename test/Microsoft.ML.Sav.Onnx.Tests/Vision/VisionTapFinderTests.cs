using Microsoft.ML.Sav.Onnx.Vision;

namespace Microsoft.ML.Sav.Onnx.Tests.Vision;

/// <summary>Where the projector starts, for the projectors of published LMMs.</summary>
public class VisionTapFinderTests
{
    private const int Size = SyntheticVisionEncoder.Size;
    private readonly SyntheticVisionEncoder _encoder = new();

    [Fact]
    public void Find_ProjectionOfTheLastBlock_IsTheBlocksResult() => ExpectTap(_encoder.Encoded, Mlp(_encoder.Encoded, Size));

    [Fact]
    public void Find_NormBefore_IsTheNormsResult()
    {
        var norm = _encoder.Add("LayerNormalization", _encoder.Encoded, _encoder.Weight(Size), _encoder.Weight(Size));

        ExpectTap(norm, Mlp(norm, Size));
    }

    [Fact]
    public void Find_FusedNormBefore_IsTheNormsResult()
    {
        var fused = _encoder.Add("SkipLayerNormalization", _encoder.Encoded, _encoder.Project(_encoder.Encoded, Size, Size), _encoder.Weight(Size));

        ExpectTap(fused, Mlp(fused, Size));
    }

    [Fact]
    public void Find_DecomposedRootMeanSquareNorm_IsTheNormsResult()
    {
        var x = _encoder.Encoded;
        var root = _encoder.Add("Sqrt", _encoder.Add("Add", _encoder.Add("ReduceMean", _encoder.Add("Pow", x, _encoder.Weight())), _encoder.Weight()));
        var norm = _encoder.Add("Mul", _encoder.Add("Div", x, root), _encoder.Weight(Size));

        ExpectTap(norm, Mlp(norm, Size));
    }

    [Fact]
    public void Find_ClassTokenIsCut_IsTheRemainder()
    {
        var patches = _encoder.Add("Slice", _encoder.Encoded, _encoder.Weight(1), _encoder.Weight(1), _encoder.Weight(1));

        ExpectTap(patches, Mlp(patches, Size));
    }

    [Fact]
    public void Find_PixelShuffle_IsTheLongerVectors()
    {
        var shape = _encoder.Add("Concat", _encoder.Add("Shape", _encoder.Encoded), _encoder.Weight(1));
        var shuffled = _encoder.Add("Reshape", _encoder.Add("Transpose", _encoder.Add("Reshape", _encoder.Encoded, shape)), shape);

        ExpectTap(shuffled, Mlp(shuffled, 4 * Size), 4 * Size);
    }

    [Fact]
    public void Find_AveragePooling_IsThePooledTensor()
    {
        var pooled = _encoder.Add("Reshape", _encoder.Add("AveragePool", _encoder.Add("Transpose", _encoder.Encoded)), _encoder.Weight(3));

        ExpectTap(pooled, Mlp(pooled, Size));
    }

    [Fact]
    public void Find_ParallelProjections_IsTheirCommonInput()
    {
        var input = _encoder.Add("Transpose", _encoder.Encoded);

        ExpectTap(input, _encoder.Add("Add", _encoder.Project(input, Size, 6), Mlp(input, Size)));
    }

    [Fact]
    public void Find_HiddenStatesOfSeveralLayers_IsTheirConcatenation()
    {
        var joined = _encoder.Add("Concat", _encoder.Encoded, _encoder.AddBlock(_encoder.Encoded));

        ExpectTap(joined, Mlp(joined, 2 * Size), 2 * Size);
    }

    [Fact]
    public void Find_ChannelAttentionBesideTheMainPath_IsTheProjectorsInput()
    {
        var x = _encoder.Encoded;
        var gate = _encoder.Add("Sigmoid", _encoder.Project(_encoder.Add("ReduceMean", x), Size, Size));
        var gated = _encoder.Add("Mul", x, gate);

        ExpectTap(gated, Mlp(gated, Size));
    }

    [Fact]
    public void Find_DynamicQuantization_IsTheFloatTensor()
    {
        var quantized = _encoder.Add("DynamicQuantizeLinear", _encoder.Encoded);
        var product = _encoder.Add("Cast", _encoder.Add("MatMulInteger", quantized, _encoder.Weight(Size, 6)));

        ExpectTap(_encoder.Encoded, product);
    }

    [Fact]
    public void Find_BlockQuantizedWeights_ReadsTheSizeFromTheOperator()
    {
        var product = _encoder.Add("MatMulNBits", [_encoder.Encoded, _encoder.Weight(6, 1, 16)], ("K", Size), ("N", 6));

        ExpectTap(_encoder.Encoded, product);
    }

    [Fact]
    public void Find_ShortcutInHalfPrecision_EndsAtTheBlock()
    {
        var shortcut = _encoder.Add("Cast", _encoder.Encoded);
        var x = _encoder.Add("Add", _encoder.Add("Identity", shortcut), _encoder.Project(shortcut, Size, Size));

        ExpectTap(x, Mlp(x, Size));
    }

    [Fact]
    public void Find_NoProjector_IsNull() =>
        _encoder.FindTap(_encoder.Add("LayerNormalization", _encoder.Encoded, _encoder.Weight(Size))).Should().BeNull();

    [Fact]
    public void Find_ResamplerThatEndsWithItsBlocks_IsNull()
    {
        var queries = _encoder.Project(_encoder.Attention(_encoder.Weight(4, Size), _encoder.Encoded), Size, Size);

        _encoder.FindTap(_encoder.AddBlock(queries)).Should().BeNull();
    }

    [Fact]
    public void Find_ResamplerWithAProjection_IsItsResult()
    {
        var resampled = _encoder.AddBlock(_encoder.Project(_encoder.Attention(_encoder.Weight(4, Size), _encoder.Encoded), Size, Size));

        ExpectTap(resampled, _encoder.Project(resampled, Size, 6));
    }

    [Fact]
    public void Find_ProjectorsOfTwoEncoders_IsNull()
    {
        var other = _encoder.AddBlock(_encoder.Encoded);

        _encoder.FindTap(_encoder.Add("Concat", Mlp(_encoder.Encoded, Size), Mlp(other, Size))).Should().BeNull();
    }

    [Fact]
    public void Find_NoResidualBlock_IsNull()
    {
        var plain = _encoder.Add("Relu", _encoder.Add("Conv", "pixel_values", _encoder.Weight(6, 3, 2, 2)));

        _encoder.FindTap(_encoder.Project(plain, Size, 6)).Should().BeNull();
    }

    private string Mlp(string tensor, int from) => _encoder.Project(_encoder.TanhGelu(_encoder.Project(tensor, from, 2 * Size)), 2 * Size, 6);

    private void ExpectTap(string tensor, string output, int size = Size) => _encoder.FindTap(output).Should().Be(new VisionTap(tensor, size));
}
