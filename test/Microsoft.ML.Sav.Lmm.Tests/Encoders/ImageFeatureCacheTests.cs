using System.Text;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.Encoders;
using Microsoft.ML.Sav.Lmm.Tensors;

namespace Microsoft.ML.Sav.Lmm.Tests.Encoders;

public class ImageFeatureCacheTests
{
    private const int FeatureBytes = 8;
    private readonly CountingEncoder _encoder = new();

    [Fact]
    public void Encode_SameContent_RunsTheEncoderOnce()
    {
        using var folder = new TemporaryFolder().Write("a.png", "a");
        var cache = new ImageFeatureCache(_encoder);

        var first = cache.Encode([ImageInput.FromFile(folder.File("a.png")).Read()], default);
        var second = cache.Encode([Image("a")], default);

        second.Should().BeSameAs(first);
        (_encoder.Runs, cache.Hits).Should().Be((1, 1));
    }

    [Fact]
    public void Encode_OtherImagesOrOrder_RunsTheEncoderForEach()
    {
        var cache = new ImageFeatureCache(_encoder);

        ImageFeatures[] features =
        [
            cache.Encode([Image("a")], default), cache.Encode([Image("b")], default),
            cache.Encode([Image("a"), Image("b")], default), cache.Encode([Image("b"), Image("a")], default),
        ];

        features.Should().OnlyHaveUniqueItems();
        (_encoder.Runs, cache.Hits).Should().Be((4, 0));
    }

    [Fact]
    public void Encode_MoreThanFits_RemovesTheLeastRecentlyUsed()
    {
        var cache = new ImageFeatureCache(_encoder, maximumBytes: 2 * FeatureBytes);

        foreach (var name in new[] { "a", "b", "a", "c", "a", "b" })
            cache.Encode([Image(name)], default);

        (_encoder.Runs, cache.Hits).Should().Be((4, 2), "b had to make room for c");
    }

    [Fact]
    public void Encode_FeaturesLargerThanTheLimit_KeepsTheLatest()
    {
        var cache = new ImageFeatureCache(_encoder, maximumBytes: 1);

        foreach (var name in new[] { "a", "a", "b", "a" })
            cache.Encode([Image(name)], default);

        (_encoder.Runs, cache.Hits).Should().Be((3, 1));
    }

    [Fact]
    public void Encode_EncoderFailed_RunsItAgain()
    {
        var cache = new ImageFeatureCache(_encoder);
        _encoder.Encoding = () => throw new InvalidDataException("broken");
        cache.Invoking(it => it.Encode([Image("a")], default)).Should().Throw<InvalidDataException>().WithMessage("broken");
        _encoder.Encoding = () => { };

        cache.Encode([Image("a")], default).Should().NotBeNull();

        (_encoder.Runs, cache.Hits).Should().Be((2, 0));
    }

    [Fact]
    public async Task Encode_SameImageAtTheSameTime_RunsTheEncoderOnce()
    {
        using var isRunning = new ManualResetEventSlim();
        using var mayEnd = new ManualResetEventSlim();
        var cache = new ImageFeatureCache(_encoder);
        _encoder.Encoding = () =>
        {
            isRunning.Set();
            mayEnd.Wait();
        };

        var first = Task.Run(() => cache.Encode([Image("a")], default));
        isRunning.Wait();
        var second = Task.Run(() => cache.Encode([Image("a")], default));
        mayEnd.Set();

        (await second).Should().BeSameAs(await first);
        _encoder.Runs.Should().Be(1);
    }

    [Fact]
    public async Task Encode_CancelledWhileAnotherCallerEncodes_EndsAtOnce()
    {
        using var isRunning = new ManualResetEventSlim();
        using var mayEnd = new ManualResetEventSlim();
        using var cancellation = new CancellationTokenSource();
        var cache = new ImageFeatureCache(_encoder);
        _encoder.Encoding = () =>
        {
            isRunning.Set();
            mayEnd.Wait();
        };
        var first = Task.Run(() => cache.Encode([Image("a")], default));
        isRunning.Wait();
        var second = Task.Run(() => cache.Encode([Image("a")], cancellation.Token));

        cancellation.Cancel();

        await second.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        mayEnd.Set();
        await first;
    }

    [Fact]
    public async Task Encode_FirstCallerFails_TheOtherRunsTheEncoder()
    {
        using var isRunning = new ManualResetEventSlim();
        using var mayEnd = new ManualResetEventSlim();
        var cache = new ImageFeatureCache(_encoder);
        _encoder.Encoding = () =>
        {
            _encoder.Encoding = () => { };
            isRunning.Set();
            mayEnd.Wait();
            throw new InvalidDataException("broken");
        };
        var first = Task.Run(() => cache.Encode([Image("a")], default));
        isRunning.Wait();
        var second = Task.Run(() => cache.Encode([Image("a")], default));

        mayEnd.Set();

        await first.Invoking(task => task).Should().ThrowAsync<InvalidDataException>();
        (await second).Should().NotBeNull();
    }

    [Theory]
    [InlineData("llava")]
    [InlineData("smolvlm")]
    [InlineData("qwen2_vl")]
    public void ExtractAll_QuestionsAboutOneImage_RunTheVisionEncoderOnce(string fixture)
    {
        using var model = MultimodalModel.Open(Repository.Fixture(fixture));
        using var extractor = model.CreateFeatureExtractor();
        var image = ImageInput.FromFile(Repository.Fixture("images", "wide.png"));

        extractor.ExtractAll(new[] { "What?", "Where?", "Who?" }.Select(question => new Prompt(question, [image]))).Should().HaveCount(3);

        model.ImageFeatureHits.Should().Be(2);
    }

    private static ImageContent Image(string content) => ImageInput.FromBytes(Encoding.UTF8.GetBytes(content)).Read();

    private sealed class CountingEncoder : IImageEncoder
    {
        private int _runs;

        public int Runs => _runs;

        public Action Encoding { get; set; } = () => { };

        public ImageFeatures Encode(IReadOnlyList<ImageContent> images, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _runs);
            Encoding();
            return new(new FloatTensor(new float[FeatureBytes / sizeof(float)], [1, 2]), new Dictionary<string, FloatTensor>(), [], new ImageMeans(null, []));
        }
    }
}
