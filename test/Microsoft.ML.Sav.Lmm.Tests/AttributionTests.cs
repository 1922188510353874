using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Attribution;

namespace Microsoft.ML.Sav.Lmm.Tests;

/// <summary>The parts of tokens and patches add up to the features that extraction returns, whatever operators a decoder's attention is made of.</summary>
public class AttributionTests
{
    private const double Tolerance = 1e-4;

    public static TheoryData<string, string, int> Decoders
    {
        get
        {
            var data = new TheoryData<string, string, int>();
            foreach (var row in FeatureTests.Decoders.Where(row => (string)row[1] != "decoder_model_merged_fp16.onnx"))
                data.Add((string)row[0], (string)row[1], (string)row[0] == "smollm2-135m-vision" ? 1 : GoldenCase.ReadAll((string)row[0]).Count());
            return data;
        }
    }

    [Theory, MemberData(nameof(Decoders))]
    public void Attribute_AllFeatures_PartsAddUpToTheExtractedVectors(string fixture, string decoder, int cases)
    {
        using var model = MultimodalModel.Open(Folder(fixture), new LmmOptions { DecoderFile = decoder });
        using var extractor = model.CreateFeatureExtractor(model.Features);
        using var attributor = model.CreateAttributor(model.Features);

        foreach (var prompt in Enumerable.Range(0, cases).Select(index => GoldenCase.Read(fixture, index).Prompt))
        {
            var attribution = attributor.Attribute(prompt, CancellationToken.None);

            attribution.Features.Should().HaveCount(model.Features.Count);
            RelativeError.Of(Sum(attribution), extractor.Extract(prompt)).Should().BeLessThan(decoder.Contains("int8") ? 1e-2 : Tolerance);
        }
    }

    [Fact]
    public void Attribute_HalfPrecision_PartsAddUpWithinItsRounding()
    {
        using var model = MultimodalModel.Open(Repository.Fixture("llava"), new LmmOptions { DecoderFile = "decoder_model_merged_fp16.onnx" });
        using var extractor = model.CreateFeatureExtractor(model.Heads);
        using var attributor = model.CreateAttributor(model.Heads);
        var prompt = GoldenCase.Read("llava", 0).Prompt;

        RelativeError.Of(Sum(attributor.Attribute(prompt, CancellationToken.None)), extractor.Extract(prompt)).Should().BeLessThan(1e-2);
    }

    [Theory]
    [InlineData("llava")]
    [InlineData("qwen2_vl")]
    [InlineData("smolvlm")]
    [InlineData("gemma3")]
    [InlineData("smollm2-135m-vision")]
    public void Attribute_Image_EveryRegionTilesIt(string fixture)
    {
        using var model = MultimodalModel.Open(Folder(fixture));
        using var attributor = model.CreateAttributor(new FeatureLayout(model.Features.Where(feature => !feature.IsHead)));
        var prompt = GoldenCase.ReadAll(fixture).First(golden => golden.Prompt.Images.Count == 1).Prompt;
        var size = prompt.Images[0].Read().Decode().Size;

        var attribution = attributor.Attribute(prompt, CancellationToken.None);

        attribution.Features.Should().HaveCount(2).And.AllSatisfy(feature =>
        {
            var regions = feature.Sources.Where(source => source.Region is not null).Select(source => source.Region!.Value).ToList();
            regions.Should().HaveCountGreaterThanOrEqualTo(feature.Sources.Count - 1, "only a class token has no place");
            regions.Max(region => region.Left + region.Width).Should().BeApproximately(size.Width - regions.Min(region => region.Left), 1e-6 * size.Width);
            regions.Max(region => region.Top + region.Height).Should().BeApproximately(size.Height - regions.Min(region => region.Top), 1e-6 * size.Height);
        });
    }

    [Fact]
    public void Attribute_Text_SourcesAreItsTokens()
    {
        using var model = MultimodalModel.Open(Repository.Fixture("llama_text"));
        using var attributor = model.CreateAttributor(model.Heads);

        var attribution = attributor.Attribute(new Prompt("Which animal has eight legs?", []), CancellationToken.None);

        string.Concat(attribution.Features[0].Sources.Select(source => source.Text)).Should().Contain("Which animal has eight legs?");
    }

    private static string Folder(string fixture) => fixture == "smollm2-135m-vision" ? Repository.EmbeddedLmm : Repository.Fixture(fixture);

    private static float[] Sum(PromptAttribution attribution) =>
        [.. attribution.Features.SelectMany(feature => Enumerable.Range(0, (int)feature.Parts.Shape[1]).Select(element =>
            (float)Enumerable.Range(0, feature.Sources.Count).Sum(part => (double)feature.GetPart(part)[element])))];
}
