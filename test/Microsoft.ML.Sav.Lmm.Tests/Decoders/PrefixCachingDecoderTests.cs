using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.Tests.Decoders;

/// <summary>What prompts have in common runs once, and a prompt's vectors depend on nothing but the prompt.</summary>
public class PrefixCachingDecoderTests
{
    private static readonly LmmOptions Caching = new() { PrefixCaching = true };

    public static TheoryData<string, string?, string[]> Models => new()
    {
        { "llava", null, ["wide.png", "photo.jpg"] },
        { "llava", "decoder_dynamo.onnx", ["wide.png", "photo.jpg"] },
        { "llava", "decoder_genai_fp32.onnx", ["wide.png", "photo.jpg"] },
        { "smolvlm", null, ["wide.png"] },
        { "qwen2_vl", null, ["photo.jpg"] },
        { "qwen2_vl", null, ["square.png", "photo.jpg"] },
        { "llama_text", null, [] },
    };

    [Theory, MemberData(nameof(Models))]
    public void Extract_SharedPrefix_EqualsWholePrompts(string fixture, string? decoder, string[] images)
    {
        using var model = Open(fixture, decoder);
        using var whole = MultimodalModel.Open(Repository.Fixture(fixture), new LmmOptions { DecoderFile = decoder });
        using var extractor = model.CreateFeatureExtractor();
        using var wholeExtractor = whole.CreateFeatureExtractor();

        foreach (var prompt in Prompts(images))
            RelativeError.Of(extractor.Extract(prompt), wholeExtractor.Extract(prompt)).Should().BeLessThan(1e-5);
    }

    [Theory, MemberData(nameof(Models))]
    public void ExtractAll_SharedPrefix_RunsItOnce(string fixture, string? decoder, string[] images)
    {
        using var model = Open(fixture, decoder);
        using var extractor = model.CreateFeatureExtractor();
        var prompts = Prompts(images);
        var before = extractor.TokenCount;

        extractor.ExtractAll(prompts).Should().HaveSameCount(prompts);

        var whole = prompts.Sum(prompt => SharedPrefix.Tokens(model, prompt).Length);
        (extractor.TokenCount - before).Should().BeLessThan(whole * 2 / 3);
        model.Warnings.Should().BeEmpty();
    }

    [Theory, MemberData(nameof(Models))]
    public void Extract_SamePrompt_HasTheSameBitsWhateverRanBefore(string fixture, string? decoder, string[] images)
    {
        using var model = Open(fixture, decoder);
        using var used = model.CreateFeatureExtractor();
        var prompts = Prompts(images);
        foreach (var prompt in prompts.Concat(prompts.Reverse()))
            used.Extract(prompt);

        foreach (var prompt in prompts)
        {
            using var fresh = model.CreateFeatureExtractor();
            used.Extract(prompt).Should().Equal(fresh.Extract(prompt));
        }
    }

    [Fact]
    public void Extract_ManyThreads_HasTheSameBitsAsOneThread()
    {
        using var model = Open("smolvlm");
        using var extractor = model.CreateFeatureExtractor();
        Prompt[] prompts = [.. SharedPrefix.QuestionsAbout("wide.png"), .. SharedPrefix.QuestionsAbout("tall.png"), .. SharedPrefix.QuestionsAbout()];
        var vectors = new float[prompts.Length * 4][];

        Parallel.For(0, vectors.Length, new ParallelOptions { MaxDegreeOfParallelism = 32 }, i => vectors[i] = extractor.Extract(prompts[i % prompts.Length]));

        foreach (var (index, actual) in vectors.Index())
        {
            using var fresh = model.CreateFeatureExtractor();
            actual.Should().Equal(fresh.Extract(prompts[index % prompts.Length]));
        }
    }

    [Fact]
    public void ExtractAll_SeveralImagesInTurns_RunsEachPrefixOnce()
    {
        using var model = Open("smolvlm");
        using var extractor = model.CreateFeatureExtractor();
        Prompt[] prompts = [.. SharedPrefix.QuestionsAbout("wide.png").Zip(SharedPrefix.QuestionsAbout("tall.png")).SelectMany(pair => new[] { pair.First, pair.Second })];
        extractor.ExtractAll(prompts.Take(2)).Should().HaveCount(2);
        var before = extractor.TokenCount;

        extractor.ExtractAll(prompts).Should().HaveSameCount(prompts);

        (extractor.TokenCount - before).Should().BeLessThan(prompts.Sum(prompt => SharedPrefix.Tokens(model, prompt).Length) / 3);
    }

    [Fact]
    public void ExtractAll_NoPrefixCaching_RunsEveryToken()
    {
        using var model = MultimodalModel.Open(Repository.Fixture("smolvlm"));
        using var extractor = model.CreateFeatureExtractor();
        var prompts = SharedPrefix.QuestionsAbout("wide.png");

        extractor.ExtractAll(prompts).Should().HaveSameCount(prompts);

        extractor.TokenCount.Should().Be(prompts.Sum(prompt => SharedPrefix.Tokens(model, prompt).Length));
    }

    [Fact]
    public void ExtractAll_CachingTurnedOffForTheExtractor_RunsEveryTokenAndImage()
    {
        using var model = Open("smolvlm");
        using var extractor = model.CreateFeatureExtractor(options: new FeatureExtractorOptions { Caching = false });
        var prompts = SharedPrefix.QuestionsAbout("wide.png");

        extractor.ExtractAll(prompts).Should().HaveSameCount(prompts);

        extractor.TokenCount.Should().Be(prompts.Sum(prompt => SharedPrefix.Tokens(model, prompt).Length));
        model.ImageFeatureHits.Should().Be(0);
    }

    [Fact]
    public void ExtractAll_PromptThatFails_DoesNotTouchTheOthers()
    {
        using var model = Open("smolvlm");
        using var extractor = model.CreateFeatureExtractor();
        Prompt[] prompts = [.. SharedPrefix.QuestionsAbout("wide.png"), new("What?", [ImageInput.FromFile("missing.png")]), .. SharedPrefix.QuestionsAbout("tall.png")];

        var results = extractor.ExtractAll(prompts, prompt => prompt).ToList();

        results.Select(result => result.Item).Should().Equal(prompts);
        results.Where(result => result.Error is not null).Should().ContainSingle()
            .Which.Error!.InnerException.Should().BeOfType<FileNotFoundException>().Which.Message.Should().Contain("missing.png");
        results.Where(result => result.Vectors is not null).Should().HaveCount(prompts.Length - 1);
    }

    [Fact]
    public void ExtractAll_Cancelled_Throws()
    {
        using var model = Open("smolvlm");
        using var extractor = model.CreateFeatureExtractor();
        using var cancellation = new CancellationTokenSource();
        var vectors = extractor.ExtractAll(Enumerable.Repeat(SharedPrefix.QuestionsAbout("wide.png"), 20).SelectMany(prompts => prompts), cancellation.Token);

        vectors.Invoking(all => all.Select((_, i) => { if (i == 20) cancellation.Cancel(); return i; }).ToArray())
            .Should().Throw<OperationCanceledException>();
    }

    private static MultimodalModel Open(string fixture, string? decoder = null) =>
        MultimodalModel.Open(Repository.Fixture(fixture), Caching with { DecoderFile = decoder });

    private static IReadOnlyList<Prompt> Prompts(string[] images) => images.Length > 0 ? SharedPrefix.QuestionsAbout(images) : SharedPrefix.TextsBehindAnInstruction();
}
