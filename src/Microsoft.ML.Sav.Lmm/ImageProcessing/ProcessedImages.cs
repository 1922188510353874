namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>Images that are ready for one run of the vision encoder.</summary>
/// <param name="Tensors">The encoder's inputs, for all images together.</param>
/// <param name="Layouts">The layout of each image.</param>
internal sealed record ProcessedImages(IReadOnlyList<ImageTensor> Tensors, IReadOnlyList<ImageLayout> Layouts);
