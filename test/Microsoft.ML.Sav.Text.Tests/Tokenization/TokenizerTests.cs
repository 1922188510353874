using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Xunit;
using Microsoft.ML.Sav.Heads.Safetensors;
using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Text.Tests.Tokenization;

public sealed class TokenizerTests
{
    private static readonly Tokenizer Embedded = Tokenizer.Load(Path.Combine(Repository.EmbeddedLmm, "tokenizer.json"));
    private static readonly Tokenizer AllBytes = Tokenizer.Load(Repository.Fixture("llava", "tokenizer.json"));

    [Fact]
    public void EncodeAndDecode_EmbeddedTokenizer_EqualTheGoldenValues()
    {
        using var golden = JsonDocument.Parse(File.ReadAllBytes(Repository.Fixture("smollm2-tokens.json")));
        foreach (var entry in golden.RootElement.EnumerateArray())
        {
            var text = entry.GetProperty("text").GetString()!;
            var ids = entry.GetProperty("ids").Deserialize<int[]>()!;

            Embedded.Encode(text, addSpecialTokens: false).Should().Equal(ids, "of '{0}'", text);
            Embedded.Decode(ids).Should().Be(entry.GetProperty("decoded").GetString());
        }
    }

    [Theory]
    [InlineData("llava")]
    [InlineData("qwen2_vl")]
    [InlineData("smolvlm")]
    [InlineData("llama_text")]
    public void Encode_DecodedGoldenPrompts_GivesTheirIds(string fixture)
    {
        var tokenizer = Tokenizer.Load(Repository.Fixture(fixture, "tokenizer.json"));
        var golden = SafetensorsFile.Read(Repository.Fixture(fixture, "golden.safetensors"));
        foreach (var name in golden.Names.Where(name => name.EndsWith(".input_ids", StringComparison.Ordinal)))
        {
            var ids = Array.ConvertAll(golden.ReadInt64(name), id => (int)id);

            tokenizer.Encode(tokenizer.Decode(ids), addSpecialTokens: false).Should().Equal(ids);
        }
    }

    [Fact]
    public void Encode_GoldenPromptWithoutImages_GivesTheProcessorsIds()
    {
        var tokenizer = Tokenizer.Load(Repository.Fixture("llama_text", "tokenizer.json"));
        using var golden = JsonDocument.Parse(File.ReadAllBytes(Repository.Fixture("llama_text", "golden.json")));
        var ids = SafetensorsFile.Read(Repository.Fixture("llama_text", "golden.safetensors"));
        foreach (var entry in golden.RootElement.GetProperty("cases").EnumerateArray())
        {
            tokenizer.Encode(entry.GetProperty("rendered").GetString()!, addSpecialTokens: false)
                .Should().Equal(ids.ReadInt64($"{entry.GetProperty("name").GetString()}.input_ids").Select(id => (int)id));
        }
    }

    [Fact]
    public void Encode_WordOf100000Characters_IsDecodedAgain()
    {
        var random = new Random(1);
        var word = string.Concat(Enumerable.Range(0, 100_000).Select(_ => (char)random.Next('a', 'z' + 1)));

        Embedded.Decode(Embedded.Encode(word, addSpecialTokens: false)).Should().Be(word);
    }

    [Property]
    public bool Decode_OfTextEncodedByAVocabularyOfAllBytes_GivesItBack(NonNull<string> text)
    {
        var expected = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get));

        return AllBytes.Decode(AllBytes.Encode(text.Get, addSpecialTokens: false)) == expected;
    }

    [Fact]
    public void Encode_LoneSurrogate_CountsAsReplacementCharacter() =>
        Embedded.Encode("a\uD83Db", addSpecialTokens: false).Should().Equal(Embedded.Encode("a\uFFFDb", addSpecialTokens: false));

    [Fact]
    public void Encode_FromManyThreads_GivesTheSame()
    {
        var texts = Enumerable.Range(0, 200).Select(i => $"Question {i}: what's in 🖼️ number {i * i}?").ToArray();
        var expected = texts.Select(text => Embedded.Encode(text, addSpecialTokens: true)).ToArray();

        var actual = texts.AsParallel().AsOrdered().Select(text => Embedded.Encode(text, addSpecialTokens: true)).ToArray();

        actual.Should().BeEquivalentTo(expected, options => options.WithStrictOrdering());
    }

    [Fact]
    public void Decode_SkipSpecialTokens_LeavesThemOut()
    {
        var ids = Embedded.Encode("<|im_start|>user\nHi<|im_end|>", addSpecialTokens: false);

        Embedded.Decode(ids).Should().Be("<|im_start|>user\nHi<|im_end|>");
        Embedded.Decode(ids, skipSpecialTokens: true).Should().Be("user\nHi");
    }

    [Fact]
    public void Decode_UnknownIds_AreLeftOut() => Embedded.Decode([-1, 81, int.MaxValue]).Should().Be("a");

    [Fact]
    public void Decode_WithoutDecoder_JoinsTokensWithSpaces() =>
        TokenizerJson.Load(TokenizerJson.CharacterModel).Decode([65, 66]).Should().Be("a b");

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
