using Microsoft.ML.Sav.Heads.Storage;
using Microsoft.ML.Sav.Lmm.Images;
using Microsoft.ML.Sav.Lmm.Images.Processing;

namespace Microsoft.ML.Sav.Lmm.Tests.Images.Processing;

/// <summary>Runs image processors on the fixtures' images and compares tensors with golden ones.</summary>
internal static class ProcessorGolden
{
    private const float Tolerance = 1e-6f;

    /// <summary>ImageSharp decodes JPEG a little differently; in normalised units, on average.</summary>
    private const float JpegTolerance = 0.1f;

    private static readonly bool IsImageSharp =
        typeof(ImageInput).Assembly.GetReferencedAssemblies().Any(assembly => assembly.Name == "SixLabors.ImageSharp");

    public static ProcessedImages Process(string folder, IEnumerable<string> images) =>
        ImageProcessorFactory.Create(ImageProcessorConfiguration.Load(folder)).Process([.. images.Select(Decode)]);

    public static RgbImage Decode(string image) => ImageInput.FromFile(Repository.Fixture("images", image)).Decode();

    /// <param name="actual">What our processor made.</param>
    /// <param name="golden">The file with the golden tensor.</param>
    /// <param name="name">Its name; may have a batch dimension of 1 in front.</param>
    /// <param name="images">The images it was made of.</param>
    public static void ShouldEqual(this ImageTensor actual, SafetensorsFile golden, string name, IEnumerable<string> images)
    {
        var shape = golden.Shape(name);
        (shape.Count > actual.Shape.Count && shape[0] == 1 ? shape.Skip(1) : shape).Should().Equal(actual.Shape);
        if (actual.Data is float[] values)
            ShouldBeNear(values, golden.ReadSingle(name), images);
        else
            actual.Data.Cast<object>().Select(Convert.ToInt64).Should().Equal(golden.ReadInt64(name));
    }

    public static void ShouldBeNear(IReadOnlyList<float> actual, IReadOnlyList<float> expected, IEnumerable<string> images)
    {
        actual.Should().HaveSameCount(expected);
        var differences = actual.Zip(expected, (x, y) => Math.Abs(x - y));
        if (IsImageSharp && images.Any(image => image.EndsWith(".jpg", StringComparison.Ordinal)))
            differences.Average().Should().BeLessThan(JpegTolerance);
        else
            differences.Max().Should().BeLessThanOrEqualTo(Tolerance);
    }
}
