using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Lmm.Tests;

/// <summary>Head vectors equal those of the original models.</summary>
public class ParityTests
{
    public static TheoryData<string, int> Cases => GoldenCase.All("llava", "smolvlm", "qwen2_vl", "llama_text");

    [Theory, MemberData(nameof(Cases))]
    public void Encode_GoldenPrompt_HasTheSameTokenIds(string fixture, int index)
    {
        var golden = GoldenCase.Read(fixture, index);
        using var model = MultimodalModel.Open(Repository.Fixture(fixture));

        model.PromptEncoder.Render(golden.Prompt).Should().Be(golden.Rendered);
        model.PromptEncoder.Encode(golden.Prompt).TokenIds.Should().Equal(golden.TokenIds);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Extract_GoldenPrompt_HasTheSameHeadVectors(string fixture, int index)
    {
        var golden = GoldenCase.Read(fixture, index);
        using var model = MultimodalModel.Open(Repository.Fixture(fixture));
        using var extractor = model.CreateHeadExtractor();

        RelativeDistance(extractor.Extract(golden.Prompt), golden.Heads).Should().BeLessThan(1e-4f);
    }

    private static float RelativeDistance(float[] actual, float[] expected)
    {
        actual.Should().HaveSameCount(expected);
        return TensorPrimitives.Distance<float>(actual, expected) / TensorPrimitives.Norm<float>(expected);
    }
}
