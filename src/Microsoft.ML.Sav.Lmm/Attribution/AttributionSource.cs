using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Attribution;

/// <summary>What a part of a feature comes from: a token of the prompt, or a part of an image. Neither, if its place is not known.</summary>
/// <param name="Token">Position of the token.</param>
/// <param name="Text">Text of the token.</param>
/// <param name="Image">Position of the image in the prompt.</param>
/// <param name="Region">Part of the image.</param>
internal sealed record AttributionSource(int? Token, string? Text, int? Image, ImageRegion? Region)
{
    /// <summary>Parts of images whose place is not known.</summary>
    public static AttributionSource Unknown { get; } = new(null, null, null, null);

    /// <summary>A token.</summary>
    public static AttributionSource FromToken(int position, string text) => new(position, text, null, null);

    /// <summary>A part of an image.</summary>
    public static AttributionSource FromRegion(int image, ImageRegion region) => new(null, null, image, region);
}
