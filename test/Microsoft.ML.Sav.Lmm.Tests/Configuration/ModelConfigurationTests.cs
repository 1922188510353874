using Microsoft.ML.Sav.Lmm.Configuration;

namespace Microsoft.ML.Sav.Lmm.Tests.Configuration;

public class ModelConfigurationTests
{
    [Theory]
    [InlineData("""{"model_type": "llava", "text_config": {"num_attention_heads": 6, "num_hidden_layers": 4, "hidden_size": 48}}""")]
    [InlineData("""{"model_type": "internvl_chat", "llm_config": {"num_attention_heads": 6, "num_hidden_layers": 4, "head_dim": 8}}""")]
    [InlineData("""{"model_type": "gpt2", "n_head": 6, "n_layer": 4, "n_embd": 48}""")]
    [InlineData("""{"model_type": "mpt", "n_heads": 6, "n_layers": 4, "hidden_size": 48}""")]
    public void Create_OldAndNewSpellings_HaveTheSameValues(string config)
    {
        var configuration = Read(config);

        configuration.HeadCounts.Should().Equal(6);
        configuration.LayerCount.Should().Be(4);
        configuration.HeadSize.Should().Be(8);
    }

    [Theory]
    [InlineData("image_token_id")]
    [InlineData("image_token_index")]
    public void ImageToken_EitherKey_IsRead(string key) =>
        Read($$"""{"model_type": "llava", "{{key}}": 7}""").ImageToken.Should().Be((key, 7));

    [Fact]
    public void HeadCounts_OnePerLayer_AreRead() =>
        Read("""{"model_type": "openelm", "num_attention_heads": [2, 4]}""").HeadCounts.Should().Equal(2, 4);

    [Theory]
    [InlineData("""{"model_type": "lfm2", "layer_types": ["conv", "full_attention", "conv", "sliding_attention"]}""")]
    [InlineData("""{"model_type": "lfm2", "full_attn_idxs": [1, 3]}""")]
    [InlineData("""{"model_type": "qwen3_5", "layer_types": ["linear_attention", "full_attention", "linear_attention", "full_attention"]}""")]
    public void AttentionLayers_KindsOfLayers_LeavesThoseWithoutAttentionOut(string config) => Read(config).AttentionLayers.Should().Equal(1, 3);

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"max_position_embeddings": 4096, "sliding_window": null}""", 4096)]
    [InlineData("""{"max_position_embeddings": 32768, "sliding_window": 1024}""", 1024)]
    [InlineData("""{"sliding_window": {"window_size": 128, "alignment": "right"}}""", 128)] // genai_config.json
    [InlineData("""{"max_position_embeddings": 131072, "original_max_position_embeddings": 4096, "rope_scaling": {"type": "longrope"}}""", 4096)]
    [InlineData("""{"max_position_embeddings": 131072, "rope_scaling": {"rope_type": "llama3", "original_max_position_embeddings": 8192}}""", 8192)]
    public void LongestUniformPrompt_Limits_IsTheShortest(string text, int? expected) =>
        Read($$"""{"model_type": "llava", "text_config": {{text}}}""").LongestUniformPrompt.Should().Be(expected);

    [Theory]
    [InlineData("{", "*config.json*JSON*")]
    [InlineData("[]", "*config.json*object*")]
    [InlineData("{}", "*config.json*'model_type'*")]
    [InlineData("""{"model_type": 5}""", "*config.json*'model_type'*string*5*")]
    [InlineData("""{"model_type": "llava", "text_config": "llama"}""", "*config.json*'text_config'*an object*llama*")]
    [InlineData("""{"model_type": "llava", "text_config": {"head_dim": "big"}}""", "*config.json*'text_config.head_dim'*integer*big*")]
    [InlineData("""{"model_type": "llava", "num_attention_heads": ["a"]}""", "*config.json*'num_attention_heads'*integers*")]
    [InlineData("""{"model_type": "llava", "layer_types": [1]}""", "*config.json*'layer_types'*strings*")]
    public void Create_WrongValue_NamesFileAndKey(string config, string message) => FluentActions.Invoking(() =>
    {
        var configuration = Read(config);
        _ = (configuration.HeadSize, configuration.HeadCounts, configuration.AttentionLayers);
    }).Should().Throw<ModelFolderException>().WithMessage(message);

    private static ModelConfiguration Read(string config)
    {
        using var folder = new TemporaryFolder().Write("config.json", config);
        return new ModelConfiguration(new ConfigurationFiles(folder.Path));
    }
}
