namespace Microsoft.ML.Sav.Samples.Tests;

public sealed class FileBasedAppTests : IDisposable
{
    private readonly SmallPhotos _photos = new(perClass: 8);

    [Fact]
    public void FileBasedApp_FolderOfPhotos_PrintsWhatEachPartFound()
    {
        var output = ChildProcess.RunDotnet(Sample.Folder("FileBasedApp"), "run", "-c", Sample.Configuration, "classify.cs", "--", Path.Combine(_photos.Root, "train"));

        output.Should().MatchRegex(@"bag +8\s+coat +8\s+sandal +8").And.MatchRegex(@"accuracy on 9 others: \d+ ?%");
        output.ShouldBeLike("FileBasedApp");
    }

    public void Dispose() => _photos.Dispose();
}
