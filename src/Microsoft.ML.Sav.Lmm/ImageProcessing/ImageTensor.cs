using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>An input of a vision encoder, under transformers' name.</summary>
/// <param name="Name">For example <c>pixel_values</c>.</param>
/// <param name="Data">A <c>float[]</c>, <c>long[]</c> or <c>bool[]</c>, the last dimension fastest.</param>
/// <param name="Shape">Dimensions, without a batch dimension.</param>
internal sealed record ImageTensor(string Name, Array Data, IReadOnlyList<int> Shape)
{
    public const string PixelAttentionMask = "pixel_attention_mask";

    /// <summary>Creates a tensor [images, 2] of heights and widths.</summary>
    public static ImageTensor FromSizes(string name, IReadOnlyList<ImageSize> sizes) =>
        new(name, sizes.SelectMany(size => new long[] { size.Height, size.Width }).ToArray(), [sizes.Count, 2]);

    /// <summary>Joins tensors along their first dimension.</summary>
    public static ImageTensor Concat(IReadOnlyList<ImageTensor> tensors)
    {
        var (first, length) = (tensors[0], tensors[0].Data.Length);
        IReadOnlyList<int> shape = [first.Shape[0] * tensors.Count, .. first.Shape.Skip(1)];
        var data = Array.CreateInstance(first.Data.GetType().GetElementType()!, RequireLength((double)length * tensors.Count, shape));
        foreach (var (index, tensor) in tensors.Index())
            Array.Copy(tensor.Data, 0, data, index * length, length);
        return first with { Data = data, Shape = shape };
    }

    /// <summary>Allocates the data of a tensor.</summary>
    /// <exception cref="PromptException">No array can be that long.</exception>
    public static T[] Allocate<T>(params ReadOnlySpan<int> shape)
    {
        var length = 1.0; // which does not overflow
        foreach (var dimension in shape)
            length *= dimension >= 0 ? dimension : double.PositiveInfinity; // one that did overflow is negative
        return new T[RequireLength(length, shape.ToArray())];
    }

    private static int RequireLength(double length, IReadOnlyList<int> shape) => length <= Array.MaxLength
        ? (int)length
        : throw new PromptException($"The images of the prompt are too many or too large: their tensor would be [{string.Join(", ", shape)}].");
}
