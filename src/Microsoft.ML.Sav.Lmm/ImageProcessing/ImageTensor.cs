using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>An input of a vision encoder, under the name that transformers gives it.</summary>
/// <param name="Name">For example <c>pixel_values</c>.</param>
/// <param name="Data">A <c>float[]</c>, <c>long[]</c> or <c>bool[]</c>, the last dimension running fastest.</param>
/// <param name="Shape">Dimensions, without a batch dimension.</param>
internal sealed record ImageTensor(string Name, Array Data, IReadOnlyList<int> Shape)
{
    public const string PixelValues = InputNames.PixelValues;
    public const string PixelAttentionMask = "pixel_attention_mask";

    /// <summary>[images, 2]: height, width of each.</summary>
    public static ImageTensor OfSizes(string name, IReadOnlyList<ImageSize> sizes) =>
        new(name, sizes.SelectMany(size => new long[] { size.Height, size.Width }).ToArray(), [sizes.Count, 2]);

    /// <summary>Joins tensors along their first dimension.</summary>
    public static ImageTensor Concat(IReadOnlyList<ImageTensor> tensors)
    {
        var (first, length) = (tensors[0], tensors[0].Data.Length);
        var data = Array.CreateInstance(first.Data.GetType().GetElementType()!, checked(length * tensors.Count));
        foreach (var (index, tensor) in tensors.Index())
            Array.Copy(tensor.Data, 0, data, index * length, length);
        return first with { Data = data, Shape = [first.Shape[0] * tensors.Count, .. first.Shape.Skip(1)] };
    }
}
