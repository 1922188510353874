using System.Text.Json;
using Microsoft.ML.Sav.Text.Tokenization;
using Microsoft.ML.Sav.Text.Tokenization.Json;

namespace Microsoft.ML.Sav.Testing;

/// <summary>Hand-made tokenizers and parts of such.</summary>
internal static class TokenizerJson
{
    /// <summary>Each character from ' ' to '~' is a token, its id its code less 32; then &lt;unk> (95) and the marks of Metaspace (96) and of word ends (97).</summary>
    public static string CharacterModel { get; } = $$"""
        {"type": "BPE", "unk_token": "<unk>", "merges": [], "vocab": {{JsonSerializer.Serialize(
            Enumerable.Range(' ', 95).Select(code => ((char)code).ToString()).Append("<unk>").Append("▁").Append("é")
                .Index().ToDictionary(token => token.Item, token => token.Index))}}}
        """;

    public static JsonPart Part(string json) => new(JsonDocument.Parse(json).RootElement, "tokenizer.json");

    /// <summary>A tokenizer of these parts, each as JSON.</summary>
    public static Tokenizer Load(
        string model,
        string addedTokens = "[]",
        string normalizer = "null",
        string preTokenizer = "null",
        string postProcessor = "null",
        string decoder = "null") => LoadText($$"""
        {
          "version": "1.0", "added_tokens": {{addedTokens}}, "normalizer": {{normalizer}}, "pre_tokenizer": {{preTokenizer}},
          "post_processor": {{postProcessor}}, "decoder": {{decoder}}, "model": {{model}}
        }
        """);

    public static Tokenizer LoadText(string json)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, json);
            return Tokenizer.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The tokens of a text, as the vocabulary writes them.</summary>
    public static string[] Tokens(this Tokenizer tokenizer, string text, bool addSpecialTokens = false) =>
        [.. tokenizer.Encode(text, addSpecialTokens).Select(id => tokenizer.IdToToken(id)!)];
}
