namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>Images for one run of the vision encoder.</summary>
/// <param name="Tensors">Inputs of the encoder, all images together.</param>
/// <param name="Layouts">What the prompt side must know of each image.</param>
internal sealed record ProcessedImages(IReadOnlyList<ImageTensor> Tensors, IReadOnlyList<ImageLayout> Layouts)
{
    /// <summary>Whether these tensors can be joined with others along their first dimension.</summary>
    public bool HasShapeOf(ProcessedImages other) => Tensors.Select(tensor => tensor.Name).SequenceEqual(other.Tensors.Select(tensor => tensor.Name))
        && Tensors.Index().All(tensor => tensor.Item.Shape.SequenceEqual(other.Tensors[tensor.Index].Shape) && tensor.Item.Data.GetType() == other.Tensors[tensor.Index].Data.GetType());

    /// <summary>Joins images along the first dimension of each tensor.</summary>
    /// <param name="images">The images, of one shape; at least one.</param>
    public static ProcessedImages Concat(IReadOnlyList<ProcessedImages> images) => images.Count == 1 ? images[0] : new(
        [.. images[0].Tensors.Select((_, index) => ImageTensor.Concat([.. images.Select(image => image.Tensors[index])]))],
        [.. images.SelectMany(image => image.Layouts)]);
}
