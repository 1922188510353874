using Microsoft.ML.Data;
using Microsoft.ML.Sav.Columns;

namespace Microsoft.ML.Sav.Tests.Columns;

[Collection(PhotoClassifierCollection.Name)]
public class ImageColumnTests(PhotoClassifier classifier)
{
    private readonly MLContext _context = classifier.Context;
    private readonly Photo[] _photos = Photo.Test(1);

    private IEnumerable<float[]> Expected => classifier.Predict(classifier.Pipeline, _photos).Select(prediction => prediction.Score);

    [Fact]
    public void Images_FromLoadImages_GiveTheScoresOfThePaths()
    {
        var loading = _context.Transforms.LoadImages("Image", imageFolder: "", "ImagePath")
            .Append(_context.Transforms.CopyColumns("ImagePath", "Image"));

        Scores(loading.Fit(Data()).Transform(Data())).Should().BeEquivalentTo(Expected, options => options.WithStrictOrdering());
    }

    [Fact]
    public void Images_OneAfterTheOther_AreGivenBackToTheirGetter()
    {
        using var row = new ImageRow();
        var read = ImageColumn.CreateGetter(row, row.Schema[0]);

        read();
        read();

        row.Replaced.Should().Equal(null, row.Created[0]);
    }

    [Fact]
    public void Bytes_FromLoadRawImageBytes_GiveTheScoresOfThePaths()
    {
        var loading = _context.Transforms.LoadRawImageBytes("Bytes", imageFolder: "", "ImagePath")
            .Append(_context.Transforms.CopyColumns("ImagePath", "Bytes"));

        Scores(loading.Fit(Data()).Transform(Data())).Should().BeEquivalentTo(Expected, options => options.WithStrictOrdering());
    }

    [Fact]
    public void Paths_OneAndEmptyEntries_GiveTheScoresOfThePath()
    {
        var data = _context.Data.LoadFromEnumerable(_photos.Select(photo => new Paths { ImagePath = ["", photo.ImagePath, " "] }));

        Scores(data).Should().BeEquivalentTo(Expected, options => options.WithStrictOrdering());
    }

    [Fact]
    public void Paths_Two_AreBothShown()
    {
        var data = _context.Data.LoadFromEnumerable([new Paths { ImagePath = [_photos[0].ImagePath, _photos[1].ImagePath] }]);

        Scores(data).Should().ContainSingle().Which.Should().NotEqual(Expected.First());
    }

    [Fact]
    public void Paths_None_NamesTheColumn() =>
        Failure(_context.Data.LoadFromEnumerable([new Paths { ImagePath = [""] }]))
            .Should().Contain("image column 'ImagePath' is empty").And.Contain("neither an image nor a text");

    [Fact]
    public void Bytes_None_SaysThatTheImageIsMissing() =>
        Failure(_context.Data.LoadFromEnumerable([new Bytes()])).Should().EndWith("image column 'ImagePath': the image is missing");

    [Fact]
    public void Bytes_NoImage_SaysWhatTheyAre() =>
        Failure(_context.Data.LoadFromEnumerable([new Bytes { ImagePath = [1, 2, 3] }]))
            .Should().Contain("image column 'ImagePath' is 3 bytes");

    [Fact]
    public void Image_Null_SaysThatTheImageIsMissing() =>
        Failure(_context.Data.LoadFromEnumerable([new Image()])).Should().EndWith("image column 'ImagePath': the image is missing");

    [Theory]
    [InlineData(1, 1)]
    [InlineData(20_000, 2)]
    public void Image_OfUnusualSize_IsScored(int width, int height)
    {
        using var image = MLImage.CreateFromPixels(width, height, MLPixelFormat.Rgba32, new byte[width * height * 4]);

        Scores(_context.Data.LoadFromEnumerable([new Image { ImagePath = image }])).Should().ContainSingle();
    }

    [Theory]
    [InlineData("alpha.png")]
    [InlineData("grey.png")]
    [InlineData("photo.jpg")]
    public void Files_OfOtherKinds_AreScored(string name) =>
        Scores(_context.Load([new Photo { ImagePath = Repository.Fixture("images", name) }])).Should().ContainSingle();

    [Fact]
    public void Folder_InsteadOfAFile_SaysSo() =>
        Failure(_context.Load([new Photo { ImagePath = Repository.Fixture("images") }])).Should().Contain("is a folder");

    [Fact]
    public void EmptyFile_Always_NamesTheFile()
    {
        var file = Path.GetTempFileName();

        Failure(_context.Load([new Photo { ImagePath = file }])).Should().Contain(file);

        File.Delete(file);
    }

    private IDataView Data() => _context.Load(_photos);

    private float[][] Scores(IDataView data) => [.. classifier.Transformer.Transform(data).GetColumn<float[]>("Score")];

    private string Failure(IDataView data)
    {
        Action scoring = () => Scores(data);
        return scoring.Should().Throw<SavRowException>().Which.Message;
    }

    private sealed class Paths
    {
        public string[] ImagePath { get; set; } = [];
    }

    private sealed class Bytes
    {
        public byte[] ImagePath { get; set; } = [];
    }

    private sealed class Image
    {
        [Transforms.Image.ImageType(8, 8)]
        public MLImage? ImagePath { get; set; }
    }
}
