using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.Families.Gemma3;
using Microsoft.ML.Sav.Lmm.Families.Idefics3;
using Microsoft.ML.Sav.Lmm.Families.InternVL;
using Microsoft.ML.Sav.Lmm.Families.Lfm2VL;
using Microsoft.ML.Sav.Lmm.Families.Llava;
using Microsoft.ML.Sav.Lmm.Families.LlavaNext;
using Microsoft.ML.Sav.Lmm.Families.PaliGemma;
using Microsoft.ML.Sav.Lmm.Families.Phi3V;
using Microsoft.ML.Sav.Lmm.Families.Pixtral;
using Microsoft.ML.Sav.Lmm.Families.Qwen2VL;
using Microsoft.ML.Sav.Lmm.Families.Text;
using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Families;

/// <summary>The families of models, each in a folder of its own.</summary>
internal static class ModelFamilies
{
    private static readonly FamilyRegistration[] All =
    [
        Gemma3Family.Registration,
        Idefics3Family.Registration,
        InternVLFamily.Registration,
        Lfm2VLFamily.Registration,
        LlavaFamily.Registration,
        LlavaNextFamily.Registration,
        PaliGemmaFamily.Registration,
        Phi3VFamily.Registration,
        PixtralFamily.Registration,
        Qwen2VLFamily.Registration,
    ];

    private static readonly Dictionary<string, FamilyRegistration> ByModelType =
        All.SelectMany(family => family.ModelTypes, KeyValuePair.Create).ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    private static readonly Dictionary<string, Func<ImageProcessorConfiguration, IImageProcessor>> ImageProcessors =
        All.SelectMany(family => family.ImageProcessors).Concat(StandardImageProcessor.Types).ToDictionary(StringComparer.Ordinal);

    /// <summary>Names of files that only some families read.</summary>
    public static IEnumerable<string> FileNames => All.SelectMany(family => family.FileNames);

    /// <summary>Finds a model's family.</summary>
    /// <param name="configuration">The model's settings.</param>
    /// <param name="takesImages">Whether the model takes images; all models that do not are of one family.</param>
    /// <exception cref="ModelFolderException">The model type is not supported.</exception>
    public static FamilyRegistration Find(ModelConfiguration configuration, bool takesImages = true)
    {
        if (!takesImages)
            return TextFamily.Registration;
        var type = configuration.ModelType;
        return ByModelType.GetValueOrDefault($"{type}/{configuration.Vision?.GetString("model_type")}") ?? ByModelType.GetValueOrDefault(type)
            ?? throw configuration.Root.CreateException($"models of type '{type}' that take images are not supported; supported are {List(ByModelType.Keys)}.");
    }

    /// <summary>Creates the image processor that a model's configuration names.</summary>
    /// <exception cref="ModelFolderException">The configuration has none, or it is not supported, or its settings are wrong.</exception>
    public static IImageProcessor CreateImageProcessor(ConfigurationFiles files)
    {
        var configuration = ImageProcessorConfiguration.Read(files);
        return ImageProcessors.TryGetValue(configuration.Type, out var create)
            ? create(configuration)
            : throw configuration.CreateException($"the image processor '{configuration.Type}' is not supported; supported are {List(ImageProcessors.Keys)}.");
    }

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));
}
