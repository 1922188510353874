using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Families;

/// <summary>What a family's folder adds to <see cref="ModelFamilies"/>.</summary>
/// <param name="ModelTypes">
/// Values of <c>model_type</c> in config.json. <c>outer/vision</c> is for models of type <c>outer</c> whose <c>vision_config</c> has the
/// type <c>vision</c>.
/// </param>
/// <param name="Create">Creates the family of one model.</param>
internal sealed record FamilyRegistration(IReadOnlyList<string> ModelTypes, Func<FamilyContext, ModelFamily> Create)
{
    /// <summary>Image processors by <c>image_processor_type</c>, if the family has its own.</summary>
    public Dictionary<string, Func<ImageProcessorConfiguration, IImageProcessor>> ImageProcessors { get; } = [];

    /// <summary>Names of files in a model folder that only this family reads.</summary>
    public IReadOnlyList<string> FileNames { get; init; } = [];
}
