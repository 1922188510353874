namespace Microsoft.ML.Sav.Onnx;

/// <summary>Names of model inputs that exporters agree on.</summary>
internal static class InputNames
{
    public const string PixelValues = "pixel_values";
}
