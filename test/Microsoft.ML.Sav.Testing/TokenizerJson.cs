using System.Text.Json;
using Microsoft.ML.Sav.Text.Tokenization;
using Microsoft.ML.Sav.Text.Tokenization.Serialization;

namespace Microsoft.ML.Sav.Testing;

/// <summary>Creates small tokenizers and their components from JSON.</summary>
internal static class TokenizerJson
{
    /// <summary>A model whose tokens are the characters from ' ' to '~', with their code minus 32 as id, &lt;unk> (95), ▁ (96) and é (97).</summary>
    public static string CharacterModel { get; } = $$"""
        {"type": "BPE", "unk_token": "<unk>", "merges": [], "vocab": {{JsonSerializer.Serialize(
            Enumerable.Range(' ', 95).Select(code => ((char)code).ToString()).Append("<unk>").Append("▁").Append("é")
                .Index().ToDictionary(token => token.Item, token => token.Index))}}}
        """;

    public static LocatedElement Parse(string json) => new(JsonDocument.Parse(json).RootElement, "tokenizer.json, $");

    /// <summary>Loads a tokenizer from its components, each as JSON.</summary>
    public static Tokenizer Load(
        string model,
        string addedTokens = "[]",
        string normalizer = "null",
        string preTokenizer = "null",
        string postProcessor = "null",
        string decoder = "null") => LoadFile($$"""
        {
          "version": "1.0", "added_tokens": {{addedTokens}}, "normalizer": {{normalizer}}, "pre_tokenizer": {{preTokenizer}},
          "post_processor": {{postProcessor}}, "decoder": {{decoder}}, "model": {{model}}
        }
        """);

    public static Tokenizer LoadFile(string json)
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

    /// <summary>Encodes a text and returns its tokens.</summary>
    public static string[] Tokens(this Tokenizer tokenizer, string text, bool addSpecialTokens = false) =>
        [.. tokenizer.Encode(text, addSpecialTokens).Select(id => tokenizer.IdToToken(id)!)];
}
