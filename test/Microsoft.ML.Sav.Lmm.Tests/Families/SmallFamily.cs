using System.Text.Json;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.Families;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Lmm.Tests.Families;

/// <summary>Families of small configurations. The tokenizer has characters as tokens, and special tokens follow them, from 98.</summary>
internal static class SmallFamily
{
    public const int FirstSpecialToken = 98;

    /// <summary>Creates the family that a configuration names.</summary>
    /// <param name="config">config.json</param>
    /// <param name="specialTokens">Special tokens; the first has the id <see cref="FirstSpecialToken"/>.</param>
    /// <param name="preprocessor">preprocessor_config.json</param>
    /// <param name="processor">processor_config.json</param>
    /// <param name="tokenizer">tokenizer_config.json</param>
    /// <param name="visionInputs">Names of the vision encoder's inputs.</param>
    /// <param name="arrange">Adds more files to the folder.</param>
    public static ModelFamily Create(
        string config, string[] specialTokens, string? preprocessor = null, string? processor = null, string? tokenizer = null,
        string[]? visionInputs = null, Action<TemporaryFolder>? arrange = null)
    {
        using var folder = new TemporaryFolder().Write("config.json", config);
        foreach (var (name, text) in new[] { ("preprocessor_config.json", preprocessor), ("processor_config.json", processor), ("tokenizer_config.json", tokenizer) })
        {
            if (text is not null)
                folder.Write(name, text);
        }
        arrange?.Invoke(folder);
        var configuration = new ModelConfiguration(new ConfigurationFiles(folder.Path));
        return ModelFamilies.Find(configuration).Create(new FamilyContext(configuration, TokenizerWith(specialTokens), () => visionInputs ?? []));
    }

    public static Tokenizer TokenizerWith(params string[] specialTokens) => TokenizerJson.Load(TokenizerJson.CharacterModel, CreateAddedTokens(specialTokens));

    /// <summary>A tokenizer that begins each text with the last of its special tokens.</summary>
    public static Tokenizer TokenizerThatBeginsWith(params string[] specialTokens) => TokenizerJson.Load(
        TokenizerJson.CharacterModel,
        CreateAddedTokens(specialTokens),
        postProcessor: $$$"""
        {
          "type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "x", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}], "pair": [],
          "special_tokens": {"x": {"id": "x", "ids": [{{{FirstSpecialToken + specialTokens.Length - 1}}}], "tokens": ["x"]}}
        }
        """);

    private static string CreateAddedTokens(string[] specialTokens) => JsonSerializer.Serialize(specialTokens.Select((token, index) => new
    {
        id = FirstSpecialToken + index,
        content = token,
        single_word = false,
        lstrip = false,
        rstrip = false,
        normalized = false,
        special = true,
    }));

    public static ImageLayout Image(int height, int width) => new(new ImageSize(height, width), new ImageSize(height, width));

    public static string Times(this string token, int count) => string.Concat(Enumerable.Repeat(token, count));
}
