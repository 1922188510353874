namespace Microsoft.ML.Sav;

/// <summary>What a rectangle of an image adds to each class. It may extend beyond the image, which is then padded.</summary>
/// <param name="Image">Position of the image in the row, from 0.</param>
/// <param name="Left">Left edge, in pixels of the image as it was given.</param>
/// <param name="Top">Top edge.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="Values">A value per class.</param>
public sealed record PatchEvidence(int Image, double Left, double Top, double Width, double Height, IReadOnlyList<float> Values);
