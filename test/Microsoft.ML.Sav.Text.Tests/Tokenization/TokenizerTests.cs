using System.Diagnostics;
using System.Text.Json;
using System.Text;
using FsCheck.Xunit;
using FsCheck;
using Microsoft.ML.Sav.Heads.Safetensors;
using Microsoft.ML.Sav.Text.Tokenization.Characters;
using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Text.Tests.Tokenization;

public sealed class TokenizerTests
{
    private static readonly Tokenizer Embedded = Tokenizer.Load(Path.Combine(Repository.EmbeddedLmm, "tokenizer.json"));
    private static readonly Tokenizer AllBytes = Tokenizer.Load(Repository.Fixture("llava", "tokenizer.json"));

    [Fact]
    public void Encode_EmbeddedTokenizer_EqualsTheGoldenIds()
    {
        using var golden = JsonDocument.Parse(File.ReadAllBytes(Repository.Fixture("smollm2-tokens.json")));
        var entries = golden.RootElement.EnumerateArray().ToList();

        entries.Should().NotBeEmpty();
        foreach (var entry in entries)
        {
            var text = entry.GetProperty("text").GetString()!;
            Embedded.Encode(text, addSpecialTokens: false).Should().Equal(entry.GetProperty("ids").Deserialize<int[]>(), "of '{0}'", text);
        }
    }

    [Theory]
    [InlineData("llava")]
    [InlineData("qwen2_vl")]
    [InlineData("smolvlm")]
    [InlineData("llama_text")]
    public void Encode_TextOfGoldenPrompts_EqualsTheirIds(string fixture)
    {
        var tokenizer = Tokenizer.Load(Repository.Fixture(fixture, "tokenizer.json"));
        var golden = SafetensorsFile.Read(Repository.Fixture(fixture, "golden.safetensors"));
        var names = golden.Names.Where(name => name.EndsWith(".input_ids", StringComparison.Ordinal)).ToList();

        names.Should().NotBeEmpty();
        foreach (var name in names)
        {
            var ids = Array.ConvertAll(golden.ReadInt64(name), id => (int)id);
            tokenizer.Encode(ByteLevelText.Decode(tokenizer, ids), addSpecialTokens: false).Should().Equal(ids);
        }
    }

    [Fact]
    public void Encode_GoldenPromptWithoutImages_EqualsTheProcessorsIds()
    {
        var tokenizer = Tokenizer.Load(Repository.Fixture("llama_text", "tokenizer.json"));
        using var golden = JsonDocument.Parse(File.ReadAllBytes(Repository.Fixture("llama_text", "golden.json")));
        var ids = SafetensorsFile.Read(Repository.Fixture("llama_text", "golden.safetensors"));
        var cases = golden.RootElement.GetProperty("cases").EnumerateArray().ToList();

        cases.Should().NotBeEmpty();
        foreach (var entry in cases)
        {
            tokenizer.Encode(entry.GetProperty("rendered").GetString()!, addSpecialTokens: false)
                .Should().Equal(ids.ReadInt64($"{entry.GetProperty("name").GetString()}.input_ids").Select(id => (int)id));
        }
    }

    [Fact]
    public void Encode_WordOf100000Characters_LosesNothing()
    {
        var random = new Random(1);
        var word = string.Concat(Enumerable.Range(0, 100_000).Select(_ => (char)random.Next('a', 'z' + 1)));

        ByteLevelText.Decode(Embedded, Embedded.Encode(word, addSpecialTokens: false)).Should().Be(word);
    }

    [Fact]
    public void Encode_ManySlowMatches_StopsAfterAFewSeconds()
    {
        var tokenizer = TokenizerJson.Load(TokenizerJson.CharacterModel, preTokenizer: """
            {"type": "Sequence", "pretokenizers": [
              {"type": "Split", "pattern": {"String": " "}, "behavior": "Removed", "invert": false},
              {"type": "Split", "pattern": {"Regex": "(?:[ab]+a*)+!"}, "behavior": "Isolated", "invert": false}]}
            """);
        var text = string.Join(' ', Enumerable.Repeat(new string('a', 20) + 'd', 10_000));
        var clock = Stopwatch.StartNew();

        FluentActions.Invoking(() => tokenizer.Encode(text, addSpecialTokens: false)).Should().Throw<TokenizerException>().WithMessage("*takes longer than*");

        clock.Elapsed.Should().BeLessThan(3 * TimeLimit.Maximum);
    }

    [Theory]
    [InlineData(30, 12, "*100,000 characters*")]
    [InlineData(10_000, 5, "*160,000 characters*")]
    [InlineData(10_000, 7, "*1,000,000 characters*")]
    public void Encode_PreTokenizersThatMultiplyTheText_StopEarly(int length, int doublings, string message)
    {
        const string Doubling = """{"type": "ByteLevel", "add_prefix_space": false, "use_regex": false}""";
        var tokenizer = TokenizerJson.Load(TokenizerJson.CharacterModel, preTokenizer:
            $$"""{"type": "Sequence", "pretokenizers": [{{string.Join(", ", Enumerable.Repeat(Doubling, doublings))}}]}""");

        FluentActions.Invoking(() => tokenizer.Encode(new string('é', length), addSpecialTokens: false)).Should().Throw<TokenizerException>().WithMessage(message);
    }

    [Property]
    public bool Encode_VocabularyOfAllBytes_LosesNothing(NonNull<string> text)
    {
        var expected = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get));

        return ByteLevelText.Decode(AllBytes, AllBytes.Encode(text.Get, addSpecialTokens: false)) == expected;
    }

    [Fact]
    public void Encode_LoneSurrogate_BecomesReplacementCharacter() =>
        Embedded.Encode("a\uD83Db", addSpecialTokens: false).Should().Equal(Embedded.Encode("a\uFFFDb", addSpecialTokens: false));

    [Fact]
    public void Encode_ManyThreads_ReturnTheSame()
    {
        var texts = Enumerable.Range(0, 200).Select(i => $"Question {i}: what's in 🖼️ number {i * i}?").ToArray();
        var expected = texts.Select(text => Embedded.Encode(text, addSpecialTokens: true)).ToArray();

        var actual = texts.AsParallel().AsOrdered().Select(text => Embedded.Encode(text, addSpecialTokens: true)).ToArray();

        actual.Should().BeEquivalentTo(expected, options => options.WithStrictOrdering());
    }

    [Fact]
    public void TokenToId_AddedOrModelToken_IsFoundBothWays()
    {
        Embedded.TokenToId("<|im_start|>").Should().Be(1);
        Embedded.IdToToken(1).Should().Be("<|im_start|>");
        Embedded.IdToToken(Embedded.TokenToId("Ġthe")!.Value).Should().Be("Ġthe");
    }

    [Fact]
    public void TokenToId_NoSuchToken_IsNull()
    {
        Embedded.TokenToId("no such token").Should().BeNull();
        Embedded.IdToToken(1_000_000).Should().BeNull();
    }
}
