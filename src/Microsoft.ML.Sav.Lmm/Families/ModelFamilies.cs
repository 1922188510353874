using System.Collections.Concurrent;
using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Lmm.Families;

/// <summary>The families of models that take images, by the <c>model_type</c> of config.json.</summary>
internal static class ModelFamilies
{
    private static readonly ConcurrentDictionary<string, Func<ModelConfiguration, Tokenizer, ModelFamily>> Families = new()
    {
        ["llava"] = CreateLlava,
        ["llava_qwen2"] = (configuration, tokenizer) => new LlavaFamily(configuration, tokenizer, hasClassToken: false),
        ["fast_vlm"] = (configuration, tokenizer) => new LlavaFamily(configuration, tokenizer, hasClassToken: false),
        ["moondream1"] = (configuration, tokenizer) => new LlavaFamily(configuration, tokenizer, hasClassToken: false),
        ["llava_next"] = (configuration, tokenizer) => new LlavaNextFamily(configuration, tokenizer),
        ["llava_onevision"] = (configuration, tokenizer) => new LlavaNextFamily(configuration, tokenizer),
        ["idefics3"] = (configuration, tokenizer) => new Idefics3Family(configuration, tokenizer),
        ["smolvlm"] = (configuration, tokenizer) => new Idefics3Family(configuration, tokenizer),
        ["qwen2_vl"] = (configuration, tokenizer) => new Qwen2VLFamily(configuration, tokenizer),
        ["qwen2_5_vl"] = (configuration, tokenizer) => new Qwen2VLFamily(configuration, tokenizer),
        ["qwen3_vl"] = (configuration, tokenizer) => new Qwen2VLFamily(configuration, tokenizer),
        ["qwen3_vl_moe"] = (configuration, tokenizer) => new Qwen2VLFamily(configuration, tokenizer),
        ["fara"] = (configuration, tokenizer) => new Qwen2VLFamily(configuration, tokenizer), // Qwen2.5-VL by another name
        ["paligemma"] = (configuration, tokenizer) => new PaliGemmaFamily(configuration, tokenizer),
        ["gemma3"] = (configuration, tokenizer) => new Gemma3Family(configuration, tokenizer),
        ["internvl"] = (configuration, tokenizer) => new InternVLFamily(configuration, tokenizer),
        ["mistral3"] = (configuration, tokenizer) => new PixtralFamily(configuration, tokenizer),
        ["lfm2_vl"] = (configuration, tokenizer) => new Lfm2VLFamily(configuration, tokenizer),
        ["phi3_v"] = (configuration, tokenizer) => new Phi3VFamily(configuration, tokenizer),
        ["phi3v"] = (configuration, tokenizer) => new Phi3VFamily(configuration, tokenizer), // onnxruntime-genai's name
    };

    /// <summary>Makes a family known, or takes the place of a known one, for models that are opened afterwards.</summary>
    /// <param name="modelType">The <c>model_type</c> of config.json.</param>
    /// <param name="create">Creates the family for one model.</param>
    public static void Register(string modelType, Func<ModelConfiguration, Tokenizer, ModelFamily> create)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(modelType);
        ArgumentNullException.ThrowIfNull(create);
        Families[modelType] = create;
    }

    /// <exception cref="NotSupportedException">The family is not known.</exception>
    internal static ModelFamily Create(ModelConfiguration configuration, Tokenizer tokenizer) => Find(configuration)(configuration, tokenizer);

    /// <summary>What creates the family of a model.</summary>
    /// <exception cref="NotSupportedException">The family is not known.</exception>
    internal static Func<ModelConfiguration, Tokenizer, ModelFamily> Find(ModelConfiguration configuration) =>
        Families.TryGetValue(configuration.ModelType, out var create) ? create : throw new NotSupportedException(
            $"{configuration.Root.Location}: models of type '{configuration.ModelType}' that take images are not known. Derive a class from " +
            $"{typeof(ModelFamily).FullName} that says how a mark for an image becomes one token a feature, and pass it to " +
            $"{nameof(ModelFamilies)}.{nameof(Register)}(\"{configuration.ModelType}\", ...). Known are {string.Join(", ", Families.Keys.Order(StringComparer.Ordinal))}.");

    // Pixtral was published as a LLaVA whose encoder is Pixtral's
    private static ModelFamily CreateLlava(ModelConfiguration configuration, Tokenizer tokenizer) =>
        configuration.Vision?.Text("model_type") == "pixtral" ? new PixtralFamily(configuration, tokenizer) : new LlavaFamily(configuration, tokenizer);
}
