using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.Tests.Encoders;

/// <summary>Images of several prompts in one run of the vision encoder give what each gives by itself.</summary>
public class ImageBatchEncoderTests
{
    private static readonly LmmOptions Batches = new() { ImageBatchSize = 4, ImageThreadCount = 3 };

    [Theory]
    [InlineData("llava")]
    [InlineData("smolvlm")]
    [InlineData("qwen2_vl")]
    [InlineData("llama_text")]
    public void ExtractAll_GoldenPrompts_EqualsPromptsOneByOne(string fixture)
    {
        Prompt[] prompts = [.. GoldenCase.ReadAll(fixture).Select(golden => golden.Prompt)];
        using var model = MultimodalModel.Open(Repository.Fixture(fixture), Batches);
        using var extractor = model.CreateFeatureExtractor();

        var results = extractor.ExtractAll(prompts, prompt => prompt).ToList();

        results.Select(result => result.Item).Should().Equal(prompts);
        foreach (var result in results)
            RelativeError.Of(result.GetVectors(), extractor.Extract(result.Item)).Should().BeLessThan(1e-5);
    }

    [Fact]
    public void ExtractAll_EmbeddedLmm_EqualsPromptsOneByOne()
    {
        Prompt[] prompts = [.. Enumerable.Range(0, 4).Select(i => new Prompt("What is it?", [ImageInput.FromFile(Repository.Fixture("images", $"fashion-{i}.png"))]))];
        using var model = MultimodalModel.Open(Repository.EmbeddedLmm, Batches);
        using var extractor = model.CreateFeatureExtractor();

        var vectors = extractor.ExtractAll(prompts).ToList();

        vectors.Should().HaveSameCount(prompts);
        foreach (var (index, actual) in vectors.Index())
            RelativeError.Of(actual, extractor.Extract(prompts[index])).Should().BeLessThan(1e-2, "activations are rounded to 8 bits");
    }

    [Fact]
    public void ExtractAll_BrokenAndMissingImages_FailAlone()
    {
        using var model = MultimodalModel.Open(Repository.Fixture("llava"), Batches);
        using var extractor = model.CreateFeatureExtractor();
        var photo = ImageInput.FromFile(Repository.Fixture("images", "wide.png"));
        ImageInput[] images = [photo, ImageInput.FromFile("missing.png"), photo, ImageInput.FromBytes(new byte[] { 1, 2, 3 }), photo];

        var results = extractor.ExtractAll(images, image => new Prompt("What?", [image])).ToList();

        results.Select(result => result.Error is null).Should().Equal(true, false, true, false, true);
    }
}
