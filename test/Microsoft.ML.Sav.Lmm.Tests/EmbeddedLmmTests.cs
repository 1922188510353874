using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.Tests;

public sealed class EmbeddedLmmTests(EmbeddedLmmTests.Embedded embedded) : IClassFixture<EmbeddedLmmTests.Embedded>
{
    private const string Fixture = "smollm2-135m-vision";

    public static TheoryData<string, int> Cases => GoldenCase.All(Fixture);

    [Theory, MemberData(nameof(Cases))]
    public void Render_GoldenPrompt_IsTheSameText(string fixture, int index)
    {
        var golden = GoldenCase.Read(fixture, index);

        embedded.Model.PromptEncoder.Render(golden.Prompt).Should().Be(golden.Rendered);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Encode_GoldenPrompt_HasTheSameTokenIds(string fixture, int index)
    {
        var golden = GoldenCase.Read(fixture, index);

        embedded.Model.PromptEncoder.Encode(golden.Prompt).TokenIds.Should().Equal(golden.TokenIds);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Extract_GoldenPrompt_HasTheSameHeadVectors(string fixture, int index)
    {
        var golden = GoldenCase.Read(fixture, index);

        var vectors = embedded.Extractor.Extract(golden.Prompt);

        AssertGolden(vectors, golden);
    }

    [Fact]
    public void Extract_FloatActivations_HasTheOriginalModelsHeadVectors()
    {
        using var model = MultimodalModel.Open(Repository.EmbeddedLmm, new LmmOptions { FloatActivations = true });
        using var extractor = model.CreateFeatureExtractor();

        foreach (var golden in GoldenCase.ReadAll(Fixture))
            LowestCosine(extractor.Extract(golden.Prompt), golden.OriginalHeads).Should().BeGreaterThan(0.9999f);
    }

    [Fact]
    public void Extract_KeptHeads_EqualsTheirPartOfAllHeads()
    {
        var golden = GoldenCase.Read(Fixture, 0);
        int[] positions = [100, 3, 57];
        using var extractor = embedded.Model.CreateFeatureExtractor(embedded.Model.Heads.Subset(positions));

        var vectors = extractor.Extract(golden.Prompt);

        var expected = embedded.Model.Heads.Gather(embedded.Extractor.Extract(golden.Prompt), positions);
        TensorPrimitives.Distance<float>(vectors, expected).Should().BeLessThan(1e-4f * TensorPrimitives.Norm<float>(expected));
    }

    [Fact]
    public void ExtractAll_SeveralPrompts_ReturnsThemInOrder()
    {
        var prompts = Enumerable.Range(0, 7).Select(index => GoldenCase.Read(Fixture, index)).ToArray();

        var vectors = embedded.Extractor.ExtractAll(prompts.Select(golden => golden.Prompt)).ToArray();

        vectors.Should().HaveCount(prompts.Length);
        foreach (var (index, vector) in vectors.Index())
            AssertGolden(vector, prompts[index]);
    }

    [Fact]
    public void Extract_RepeatedAndInterleavedPromptsOn32Threads_HasTheSameBitsAsAlone()
    {
        Prompt[] prompts = [.. GoldenCase.ReadAll(Fixture).Select(golden => golden.Prompt).Take(8)];
        float[][] alone = [.. prompts.Select(ExtractAlone)];
        var vectors = new float[12 * prompts.Length][];

        // In turns, then each prompt several times in a row.
        Parallel.For(0, vectors.Length, new ParallelOptions { MaxDegreeOfParallelism = 32 }, i => vectors[i] = embedded.Extractor.Extract(prompts[IndexOf(i)]));

        foreach (var (i, actual) in vectors.Index())
            actual.Should().Equal(alone[IndexOf(i)]);

        int IndexOf(int i) => i < vectors.Length / 2 ? i % prompts.Length : i / 6 % prompts.Length;
    }

    private static float[] ExtractAlone(Prompt prompt)
    {
        using var model = MultimodalModel.Open(Repository.EmbeddedLmm);
        using var extractor = model.CreateFeatureExtractor();
        return extractor.Extract(prompt);
    }

    [Fact]
    public void ExtractAll_PromptThatFails_ReturnsThoseBeforeItAndThrows()
    {
        var good = GoldenCase.Read(Fixture, 6).Prompt;
        var vectors = embedded.Extractor.ExtractAll([good, new Prompt("", [ImageInput.FromFile("missing.png")]), good]).GetEnumerator();

        vectors.MoveNext().Should().BeTrue();
        vectors.Invoking(enumerator => enumerator.MoveNext()).Should().Throw<PromptException>().WithMessage("*missing.png*").WithInnerException<FileNotFoundException>();
    }

    [Fact]
    public void ExtractAll_Cancelled_Throws()
    {
        using var cancellation = new CancellationTokenSource();
        var vectors = embedded.Extractor.ExtractAll(Enumerable.Repeat(GoldenCase.Read(Fixture, 6).Prompt, 100), cancellation.Token);

        vectors.Invoking(all => all.Select((_, i) => { if (i == 2) cancellation.Cancel(); return i; }).ToArray())
            .Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void Heads_EmbeddedLmm_IsThirtyLayersOfNineHeadsOf64() =>
        embedded.Model.Heads.Should().Equal(FeatureLayout.CreateUniform(layers: 30, heads: 9, headSize: 64));

    private static void AssertGolden(float[] vectors, GoldenCase golden)
    {
        TensorPrimitives.CosineSimilarity<float>(vectors, golden.Heads).Should().BeGreaterThanOrEqualTo(0.999f);
        LowestCosine(vectors, golden.Heads).Should().BeGreaterThanOrEqualTo(EightBitRounding.LeastCosine);
    }

    // of a layer's vectors
    private static float LowestCosine(float[] actual, float[] expected)
    {
        actual.Should().HaveSameCount(expected);
        var layers = FeatureLayout.CreateUniform(30, 1, actual.Length / 30);
        return Enumerable.Range(0, layers.Count).Min(layer => TensorPrimitives.CosineSimilarity(layers.Slice(actual, layer), layers.Slice(expected, layer)));
    }

    public sealed class Embedded : IDisposable
    {
        public Embedded()
        {
            Model = MultimodalModel.Open(Repository.EmbeddedLmm);
            Extractor = Model.CreateFeatureExtractor();
        }

        public MultimodalModel Model { get; }

        public FeatureExtractor Extractor { get; }

        public void Dispose()
        {
            Extractor.Dispose();
            Model.Dispose();
        }
    }
}
