using Microsoft.ML.Sav.Heads.Safetensors;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.Families;
using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Tests.ImageProcessing;

/// <summary>Runs image processors on the fixtures' images and compares tensors with golden ones.</summary>
internal static class ProcessorGolden
{
    private const float Tolerance = 1e-6f;

    public static ProcessedImages Process(string folder, IEnumerable<string> images) =>
        ModelFamilies.CreateImageProcessor(new ConfigurationFiles(folder)).Process([.. images.Select(Decode)]);

    public static RgbImage Decode(string image) => GoldenImage.Read(image).Read().Decode();

    /// <param name="actual">The image processor's tensor.</param>
    /// <param name="golden">The file with the golden tensor.</param>
    /// <param name="name">Its name; may have a batch dimension of 1 in front.</param>
    public static void ShouldEqual(this ImageTensor actual, SafetensorsFile golden, string name)
    {
        var shape = golden.GetShape(name);
        (shape.Count > actual.Shape.Count && shape[0] == 1 ? shape.Skip(1) : shape).Should().Equal(actual.Shape);
        if (actual.Data is float[] values)
            ShouldBeNear(values, golden.ReadSingle(name));
        else
            actual.Data.Cast<object>().Select(Convert.ToInt64).Should().Equal(golden.ReadInt64(name));
    }

    public static void ShouldBeNear(IReadOnlyList<float> actual, IReadOnlyList<float> expected)
    {
        actual.Should().HaveSameCount(expected);
        actual.Zip(expected, (x, y) => Math.Abs(x - y)).Max().Should().BeLessThanOrEqualTo(Tolerance);
    }
}
