using System.Text.Json;
using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Text.Tests.Tokenization.Parity;

public sealed class HuggingFaceParityTests
{
    private const int TextCount = 1_500;

    [SkippableTheory]
    [InlineData("qwen3")]
    [InlineData("llama3_1")]
    [InlineData("gemma3")]
    [InlineData("llama2")]
    [InlineData("gptoss")]
    public void EncodeAndDecode_PublishedTokenizer_EqualHuggingFaces(string name)
    {
        Skip.IfNot(NpmPackages.Problem is null, NpmPackages.Problem);
        var path = NpmPackages.TokenizerPath(name);
        var texts = ParityTexts.Create(AddedTokens(path), TextCount);
        var expected = RunHuggingFace(path, texts);
        var tokenizer = Tokenizer.Load(path);

        var differing = texts.Zip(expected).Where(pair => !Run(tokenizer, pair.First).Equals(pair.Second)).Select(pair => pair.First);

        expected.Should().HaveCount(TextCount);
        differing.Should().BeEmpty();
    }

    private static List<string> AddedTokens(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.GetProperty("added_tokens").EnumerateArray().Select(token => token.GetProperty("content").GetString()!)];
    }

    private static TokenizedText Run(Tokenizer tokenizer, string text)
    {
        var full = tokenizer.Encode(text, addSpecialTokens: true);
        var plain = tokenizer.Encode(text, addSpecialTokens: false);
        return new TokenizedText(full, plain, tokenizer.Decode(plain), tokenizer.Decode(full, skipSpecialTokens: true));
    }

    private static TokenizedText[] RunHuggingFace(string tokenizerPath, string[] texts)
    {
        var script = Path.Combine(Repository.Root, "test", "Microsoft.ML.Sav.Text.Tests", "Tokenization", "Parity", "tokenize.cjs");
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var (input, output) = (Path.Combine(folder.FullName, "texts.json"), Path.Combine(folder.FullName, "results.json"));
            File.WriteAllText(input, JsonSerializer.Serialize(texts));
            NpmPackages.Run("node", script, NpmPackages.Folder, tokenizerPath, input, output).Should().BeNull();
            return JsonSerializer.Deserialize<TokenizedText[]>(File.ReadAllText(output), JsonSerializerOptions.Web)!;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <param name="Full">Ids with special tokens added.</param>
    /// <param name="Plain">Ids without.</param>
    /// <param name="Decoded">The text of the plain ids.</param>
    /// <param name="Skipped">The text of the full ids, special tokens left out.</param>
    private sealed record TokenizedText(int[] Full, int[] Plain, string Decoded, string Skipped)
    {
        public bool Equals(TokenizedText? other) => other is not null && Full.SequenceEqual(other.Full)
            && Plain.SequenceEqual(other.Plain) && Decoded == other.Decoded && Skipped == other.Skipped;

        public override int GetHashCode() => HashCode.Combine(Decoded, Skipped);
    }
}
