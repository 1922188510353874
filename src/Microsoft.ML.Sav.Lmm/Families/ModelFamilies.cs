using Microsoft.ML.Sav.Lmm.Configuration;

namespace Microsoft.ML.Sav.Lmm.Families;

/// <summary>Finds the family of a model.</summary>
internal static class ModelFamilies
{
    /// <exception cref="NotSupportedException">The family is not known.</exception>
    public static ModelFamily Create(ModelConfiguration configuration, JsonSection? processor, string imageToken) => configuration.ModelType switch
    {
        "llava" => new LlavaFamily(configuration, processor, imageToken),
        var other => throw new NotSupportedException($"{configuration.Root.Location}: models of type '{other}' that take images are not supported yet; supported is llava."),
    };
}
