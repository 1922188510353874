using Microsoft.ML.Sav.Lmm.Caching;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.Sessions;
using Microsoft.ML.Sav.Lmm.Tensors;

namespace Microsoft.ML.Sav.Lmm.Tests.Caching;

public class ImageFeatureCacheTests
{
    private const int FeatureBytes = 8;
    private int _runs;

    [Fact]
    public void Get_SameContent_EncodesOnce()
    {
        using var folder = new TemporaryFolder().Write("a.png", "a");
        var cache = new ImageFeatureCache(Encode);

        var first = cache.Get([ImageInput.FromFile(folder.File("a.png"))], default);
        var second = cache.Get([Image("a")], default);

        second.Should().BeSameAs(first);
        (_runs, cache.Hits).Should().Be((1, 1));
    }

    [Fact]
    public void Get_OtherImagesOrOrder_EncodesEach()
    {
        var cache = new ImageFeatureCache(Encode);

        ImageFeatures[] features =
            [cache.Get([Image("a")], default), cache.Get([Image("b")], default), cache.Get([Image("a"), Image("b")], default), cache.Get([Image("b"), Image("a")], default)];

        features.Should().OnlyHaveUniqueItems();
        (_runs, cache.Hits).Should().Be((4, 0));
    }

    [Fact]
    public void Get_MoreThanMayBeKept_ForgetsWhatWasAskedForLeastRecently()
    {
        var cache = new ImageFeatureCache(Encode, maximumBytes: 2 * FeatureBytes);

        foreach (var name in new[] { "a", "b", "a", "c", "a", "b" })
            cache.Get([Image(name)], default);

        (_runs, cache.Hits).Should().Be((4, 2), "b had to make room for c");
    }

    [Fact]
    public void Get_FeaturesLargerThanMayBeKept_KeepsTheLatest()
    {
        var cache = new ImageFeatureCache(Encode, maximumBytes: 1);

        foreach (var name in new[] { "a", "a", "b", "a" })
            cache.Get([Image(name)], default);

        (_runs, cache.Hits).Should().Be((3, 1));
    }

    [Fact]
    public void Get_EncoderFailed_TriesAgain()
    {
        var cache = new ImageFeatureCache((_, _) => ++_runs == 1 ? throw new InvalidDataException("broken") : Features());

        cache.Invoking(it => it.Get([Image("a")], default)).Should().Throw<InvalidDataException>().WithMessage("broken");

        cache.Get([Image("a")], default).Should().NotBeNull();
    }

    [Fact]
    public void Get_FileCannotBeRead_LeavesTheErrorToTheEncoder()
    {
        var cache = new ImageFeatureCache((images, _) => throw new FileNotFoundException($"The image file '{images[0].Name}' does not exist."));

        cache.Invoking(it => it.Get([ImageInput.FromFile("missing.png")], default)).Should().Throw<FileNotFoundException>().WithMessage("*'missing.png' does not exist*");
    }

    [Fact]
    public async Task Get_SameImageAtTheSameTime_EncodesOnce()
    {
        using var isRunning = new ManualResetEventSlim();
        using var mayEnd = new ManualResetEventSlim();
        var cache = new ImageFeatureCache((images, _) =>
        {
            isRunning.Set();
            mayEnd.Wait();
            return Encode(images, default);
        });

        var first = Task.Run(() => cache.Get([Image("a")], default));
        isRunning.Wait();
        var second = Task.Run(() => cache.Get([Image("a")], default));
        mayEnd.Set();

        (await second).Should().BeSameAs(await first);
        _runs.Should().Be(1);
    }

    [Theory]
    [InlineData("llava")]
    [InlineData("smolvlm")]
    [InlineData("qwen2_vl")]
    public void ExtractAll_QuestionsAboutOneImage_RunTheVisionEncoderOnce(string fixture)
    {
        using var model = MultimodalModel.Open(Repository.Fixture(fixture));
        using var extractor = model.CreateHeadExtractor();
        var image = ImageInput.FromFile(Repository.Fixture("images", "wide.png"));

        extractor.ExtractAll(new[] { "What?", "Where?", "Who?" }.Select(question => new Prompt(question, [image]))).Should().HaveCount(3);

        model.ImageFeatures.Hits.Should().Be(2);
    }

    private static ImageInput Image(string content) => ImageInput.FromBytes(System.Text.Encoding.UTF8.GetBytes(content));

    private static ImageFeatures Features() => new(new FloatTensor(new float[FeatureBytes / sizeof(float)], [1, 2]), new Dictionary<string, FloatTensor>(), []);

    private ImageFeatures Encode(IReadOnlyList<ImageInput> images, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _runs);
        return Features();
    }
}
