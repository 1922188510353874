using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.Images.Processing;

namespace Microsoft.ML.Sav.Lmm.Families;

/// <summary>LLaVA 1.5 and models like it: one image placeholder a patch of the resized image.</summary>
internal sealed class LlavaFamily : ModelFamily
{
    private readonly string _imageToken;
    private readonly int _patchSize;
    private readonly int _additionalTokens;

    /// <summary>Reads processor_config.json and, for folders from before it, config.json.</summary>
    public LlavaFamily(ModelConfiguration configuration, JsonSection? processor, string imageToken)
    {
        _imageToken = processor?.Text("image_token") ?? imageToken;
        _patchSize = processor?.Int32("patch_size") ?? configuration.Vision?.Int32("patch_size")
            ?? throw new InvalidDataException($"{configuration.Root.Location} has no 'vision_config.patch_size'.");
        var strategy = processor?.Text("vision_feature_select_strategy") ?? configuration.Root.Text("vision_feature_select_strategy");
        // "default" leaves the class token of the vision encoder out
        _additionalTokens = (processor?.Int32("num_additional_image_tokens") ?? 1) - (strategy == "default" ? 1 : 0);
    }

    /// <inheritdoc/>
    public override string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images) =>
        ReplaceEach(rendered, _imageToken, [.. images.Select(Placeholders)]);

    private string Placeholders(ImageLayout image) =>
        string.Concat(Enumerable.Repeat(_imageToken, (image.Resized.Height / _patchSize * (image.Resized.Width / _patchSize)) + _additionalTokens));
}
