using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.Tests.Sessions.Prefixes;

/// <summary>Tokens that prompts begin with alike run once, and change nothing.</summary>
public class PrefixCachingDecoderTests
{
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
    public void ExtractAll_PromptsThatBeginAlike_EqualsWholeRuns(string fixture, string? decoder, string[] images)
    {
        using var model = MultimodalModel.Open(Repository.Fixture(fixture), new LmmOptions { DecoderFile = decoder });
        using var extractor = model.CreateHeadExtractor();
        var prompts = Prompts(images);
        extractor.ExtractAll(prompts).Should().HaveSameCount(prompts);

        SharedPrefix.ExpectWholeRuns(model, prompts, extractor.ExtractAll(prompts));
    }

    [Theory, MemberData(nameof(Models))]
    public void ExtractAll_PromptsThatBeginAlike_RunsWhatTheyShareOnce(string fixture, string? decoder, string[] images)
    {
        using var model = MultimodalModel.Open(Repository.Fixture(fixture), new LmmOptions { DecoderFile = decoder });
        using var extractor = model.CreateHeadExtractor();
        var prompts = Prompts(images);
        extractor.ExtractAll(prompts).Should().HaveSameCount(prompts);
        var before = extractor.TokenCount;

        extractor.ExtractAll(prompts).Should().HaveSameCount(prompts);

        var shared = SharedPrefix.Length(model, prompts);
        shared.Should().BeGreaterThan(32);
        (extractor.TokenCount - before).Should().Be(prompts.Sum(prompt => SharedPrefix.Tokens(model, prompt).Length - shared));
    }

    [Theory]
    [InlineData("llava", "decoder_genai_int4.onnx")]
    [InlineData("llava", "decoder_model_merged_q4.onnx")]
    [InlineData("llava", "decoder_model_merged_bnb4.onnx")]
    [InlineData("llava", "decoder_model_merged_fp16.onnx")]
    [InlineData("llava", "decoder_model_merged_int8.onnx")]
    public void ExtractAll_QuantisedDecoder_EqualsWholeRuns(string fixture, string decoder)
    {
        using var model = MultimodalModel.Open(Repository.Fixture(fixture), new LmmOptions { DecoderFile = decoder });
        using var extractor = model.CreateHeadExtractor();
        var prompts = Prompts(["wide.png", "photo.jpg"]);
        extractor.ExtractAll(prompts).Should().HaveSameCount(prompts);

        SharedPrefix.ExpectWholeRuns(model, prompts, extractor.ExtractAll(prompts));
    }

    [Fact]
    public void ExtractAll_SeveralImagesInTurns_EqualsWholeRuns()
    {
        using var model = MultimodalModel.Open(Repository.Fixture("smolvlm"));
        using var extractor = model.CreateHeadExtractor();
        Prompt[] prompts =
        [
            .. SharedPrefix.QuestionsAbout("wide.png"), .. SharedPrefix.QuestionsAbout("tall.png").Take(3),
            .. SharedPrefix.QuestionsAbout("wide.png").Zip(SharedPrefix.QuestionsAbout("tall.png")).SelectMany(pair => new[] { pair.First, pair.Second }),
            .. SharedPrefix.QuestionsAbout("tall.png"), .. SharedPrefix.QuestionsAbout(),
        ];

        SharedPrefix.ExpectWholeRuns(model, prompts, extractor.ExtractAll(prompts));

        extractor.TokenCount.Should().BeLessThan(prompts.Sum(prompt => SharedPrefix.Tokens(model, prompt).Length));
    }

    // every image has the instruction before it: what was run for the instruction serves the next image too
    [Fact]
    public void ExtractAll_LongerPrefixBehindAShorterOne_GoesOnFromIt()
    {
        using var model = MultimodalModel.Open(Repository.Fixture("llama_text"));
        using var extractor = model.CreateHeadExtractor();
        string[] subjects = ["apples and pears, ripe and unripe, from the orchard behind the house, ", "houses, old and new, of wood and of stone, in the town by the river, "];
        Prompt[] prompts = [.. from subject in subjects from text in SharedPrefix.TextsBehindAnInstruction() select new Prompt(text.Text.Insert(text.Text.LastIndexOf(". ") + 2, subject + subject), [])];
        foreach (var prompt in prompts)
            extractor.Extract(prompt);
        var before = extractor.TokenCount;

        SharedPrefix.ExpectWholeRuns(model, prompts, prompts.Select(prompt => extractor.Extract(prompt)));

        var whole = prompts.Sum(prompt => SharedPrefix.Tokens(model, prompt).Length);
        (extractor.TokenCount - before).Should().BeLessThan(whole / 2);
    }

    [Fact]
    public void Extract_PromptThatBeginsAsTheOneBefore_RunsTheOtherTokens()
    {
        using var model = MultimodalModel.Open(Repository.Fixture("llama_text"));
        using var extractor = model.CreateHeadExtractor();
        var prompts = SharedPrefix.TextsBehindAnInstruction();
        foreach (var prompt in prompts.SkipLast(1))
            extractor.Extract(prompt);
        var before = extractor.TokenCount;

        extractor.Extract(prompts[^1]);

        (extractor.TokenCount - before).Should().Be(SharedPrefix.Tokens(model, prompts[^1]).Length - SharedPrefix.Length(model, prompts));
    }

    [Fact]
    public void Extract_ManyThreads_EqualsWholeRuns()
    {
        using var model = MultimodalModel.Open(Repository.Fixture("smolvlm"));
        using var extractor = model.CreateHeadExtractor();
        Prompt[] prompts = [.. SharedPrefix.QuestionsAbout("wide.png"), .. SharedPrefix.QuestionsAbout("tall.png"), .. SharedPrefix.QuestionsAbout()];
        var vectors = new float[prompts.Length * 4][];

        Parallel.For(0, vectors.Length, i => vectors[i] = extractor.Extract(prompts[i % prompts.Length]));

        foreach (var round in vectors.Chunk(prompts.Length))
            SharedPrefix.ExpectWholeRuns(model, prompts, round);
    }

    [Fact]
    public void ExtractAll_PromptsThatShareLittle_RunsEachTokenOnce()
    {
        using var model = MultimodalModel.Open(Repository.Fixture("llava"));
        using var extractor = model.CreateHeadExtractor();
        var prompts = GoldenCase.ReadAll("llava").Select(golden => golden.Prompt).ToList();

        extractor.ExtractAll(prompts).Should().HaveSameCount(prompts);

        extractor.TokenCount.Should().Be(prompts.Sum(prompt => SharedPrefix.Tokens(model, prompt).Length));
    }

    [Fact]
    public void ExtractAll_PromptThatFails_ReturnsThoseBeforeItAndThrows()
    {
        using var model = MultimodalModel.Open(Repository.Fixture("smolvlm"));
        using var extractor = model.CreateHeadExtractor();
        var prompts = SharedPrefix.QuestionsAbout("wide.png");
        extractor.ExtractAll(prompts).Should().HaveSameCount(prompts);
        var vectors = extractor.ExtractAll([.. prompts, new Prompt("What?", [ImageInput.FromFile("missing.png")]), .. prompts]).GetEnumerator();

        foreach (var _ in prompts)
            vectors.MoveNext().Should().BeTrue();
        vectors.Invoking(enumerator => enumerator.MoveNext()).Should().Throw<FileNotFoundException>().WithMessage("*missing.png*");
    }

    [Fact]
    public void ExtractAll_Cancelled_Throws()
    {
        using var model = MultimodalModel.Open(Repository.Fixture("smolvlm"));
        using var extractor = model.CreateHeadExtractor();
        using var cancellation = new CancellationTokenSource();
        var vectors = extractor.ExtractAll(Enumerable.Repeat(SharedPrefix.QuestionsAbout("wide.png"), 20).SelectMany(prompts => prompts), cancellation.Token);

        vectors.Invoking(all => all.Select((_, i) => { if (i == 20) cancellation.Cancel(); return i; }).ToArray())
            .Should().Throw<OperationCanceledException>();
    }

    private static IReadOnlyList<Prompt> Prompts(string[] images) => images.Length > 0 ? SharedPrefix.QuestionsAbout(images) : SharedPrefix.TextsBehindAnInstruction();
}
