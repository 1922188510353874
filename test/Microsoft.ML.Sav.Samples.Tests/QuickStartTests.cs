namespace Microsoft.ML.Sav.Samples.Tests;

public sealed class QuickStartTests : IDisposable
{
    private readonly SmallPhotos _photos = new(perClass: 6);

    [Fact]
    public void QuickStart_TrainAndPredict_PrintsWhatItsReadmeShows()
    {
        var images = SmallPhotos.Classes.Select(name => $"test/{name}/00.png").ToArray();

        var training = Sample.Run("QuickStart", _photos.Root, "train", "fashion.zip", ".");
        var predictions = Sample.Run("QuickStart", _photos.Root, ["predict", "fashion.zip", .. images]);

        training.Should().Contain("18 photos of 3 classes").And.MatchRegex(@"accuracy to expect: \d+\.\d ?% by leave-one-out");
        predictions.ReplaceLineEndings("\n").TrimEnd().Split('\n')[1..].Should().SatisfyRespectively(
            SmallPhotos.Classes.Select(name => (Action<string>)(line => line.Should().StartWith($"  test/{name}/00.png: {name} ").And.Contain(", "))));
        (training + predictions).ShouldBeLike("QuickStart");
    }

    [Fact]
    public void QuickStart_WithoutArguments_ShowsItsUsage() =>
        _photos.Invoking(photos => Sample.Run("QuickStart", photos.Root)).Should().Throw<InvalidOperationException>()
            .WithMessage("*ended with 2:*Usage: QuickStart train MODEL.zip*");

    public void Dispose() => _photos.Dispose();
}
