using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>An input of a vision encoder, under the name that transformers gives it.</summary>
/// <param name="Name">For example <c>pixel_values</c>.</param>
/// <param name="Data">A <c>float[]</c>, <c>long[]</c> or <c>bool[]</c>, the last dimension running fastest.</param>
/// <param name="Shape">Dimensions, without a batch dimension.</param>
internal sealed record ImageTensor(string Name, Array Data, IReadOnlyList<int> Shape)
{
    public const string PixelValues = TensorNames.PixelValues;
    public const string PixelAttentionMask = "pixel_attention_mask";

    /// <summary>[images, 2]: height, width of each.</summary>
    public static ImageTensor OfSizes(string name, IReadOnlyList<ImageSize> sizes) =>
        new(name, sizes.SelectMany(size => new long[] { size.Height, size.Width }).ToArray(), [sizes.Count, 2]);
}
