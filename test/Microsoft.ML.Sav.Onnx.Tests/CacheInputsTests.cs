namespace Microsoft.ML.Sav.Onnx.Tests;

public class CacheInputsTests
{
    [Theory]
    [InlineData("past_key_values.0.key", new[] { -1, 2, -1, 16 }, new long[] { 3, 2, 0, 16 })] // optimum
    [InlineData("past_key_values.0.key", new[] { -1, 2, -1, -1 }, new long[] { 3, 2, 0, 8 })] // onnxruntime-genai: kv_cache_dim
    [InlineData("past_key_values.1.value", new[] { -1, -1, -1, -1 }, new long[] { 3, 4, 0, 8 })]
    [InlineData("past_key_values.0.key", new[] { 1, 2, -1, 16 }, new long[] { 1, 2, 0, 16 })] // one row for all rows
    [InlineData("past_conv.0", new[] { -1, 48, 3 }, new long[] { 3, 48, 3 })] // LFM2
    public void EmptyShape_FreeDimensions_AreFilledFromTheConfiguration(string name, int[] declared, long[] expected)
    {
        var hints = new DecoderHints { HeadCounts = [6], KeyValueHeadCounts = [2, 4], HeadSize = 8 };

        new CacheInputs(hints).EmptyShape(name, declared, batch: 3).Should().Equal(expected);
    }
}
