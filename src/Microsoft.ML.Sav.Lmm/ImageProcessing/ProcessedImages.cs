namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>The images of one row, ready for the vision encoder.</summary>
/// <param name="Tensors">Inputs of the encoder, all images together.</param>
/// <param name="Layouts">What the prompt side must know of each image.</param>
internal sealed record ProcessedImages(IReadOnlyList<ImageTensor> Tensors, IReadOnlyList<ImageLayout> Layouts);
