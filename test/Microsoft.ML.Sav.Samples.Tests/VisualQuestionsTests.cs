using System.Globalization;
using System.Text.RegularExpressions;

namespace Microsoft.ML.Sav.Samples.Tests;

public sealed class VisualQuestionsTests : IDisposable
{
    private readonly SmallPhotos _photos = new(perClass: 4);

    [Fact]
    public void VisualQuestions_FewPhotos_SharesFeaturesOfImages()
    {
        var output = Sample.Run("VisualQuestions", _photos.Root, ".", "4");

        output.Should().Contain("12 images for training, 12 for testing;").And.Contain("48 rows of image and question");
        Seconds("Does it have sleeves?").Should().BeLessThan(Seconds("What is it?") / 2, "the features of all images are in the cache");
        Seconds("prefix caching").Should().BeLessThan(Seconds("nothing shared"));
        output.ShouldBeLike("VisualQuestions");

        double Seconds(string name) =>
            double.Parse(Regex.Match(output, $@"{Regex.Escape(name)} +([\d.]+) s").Groups[1].Value, CultureInfo.InvariantCulture);
    }

    public void Dispose() => _photos.Dispose();
}
