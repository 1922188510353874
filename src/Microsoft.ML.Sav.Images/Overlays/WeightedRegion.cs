namespace Microsoft.ML.Sav.Images.Overlays;

/// <summary>A rectangle of an image, in its pixels, with a value that is spread evenly over it.</summary>
internal readonly record struct WeightedRegion(double Left, double Top, double Width, double Height, double Value);
