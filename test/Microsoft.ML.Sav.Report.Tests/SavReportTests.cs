using Microsoft.ML.Data;
using Microsoft.ML.Sav.Report.Evaluation;

namespace Microsoft.ML.Sav.Report.Tests;

public sealed class SavReportTests(SampleReport sample) : IClassFixture<SampleReport>
{
    private const int MaxBytesPerPicture = 8_000;

    private readonly MLContext _context = new();

    [Fact]
    public void Create_TwiceFromTheSameData_GivesTheSamePage() =>
        SavReport.Create(sample.Model, Load(sample.Photos), new SavReportOptions { Title = SampleReport.Script }).Html.Should().Be(sample.Report.Html);

    [Fact]
    public void Create_ChainWithoutSav_NamesWhatIsExpected()
    {
        var model = _context.Transforms.Conversion.MapValueToKey(nameof(Photo.Label)).Fit(Load(sample.Photos));

        FluentActions.Invoking(() => SavReport.Create(model, Load(sample.Photos))).Should().Throw<ArgumentException>()
            .WithMessage("Expected a model with one SavTransformer, found a * with 0.*");
    }

    [Fact]
    public void Create_LabelColumnMissing_NamesColumns() =>
        FluentActions.Invoking(() => SavReport.Create(sample.Model, Load(sample.Photos), new SavReportOptions { LabelColumnName = "Class" })).Should().Throw<ArgumentException>()
            .WithMessage("Expected a label column 'Class' in the data, found 'ImagePath', 'Label'*");

    [Fact]
    public void Create_NoKnownLabel_NamesTheModelsLabels()
    {
        var photos = Photo.Create("test", ["hat", "scarf", "glove"], 1);

        FluentActions.Invoking(() => SavReport.Create(sample.Model, Load(photos))).Should().Throw<ArgumentException>().WithMessage("Expected rows with a label that the model knows (*");
    }

    [Fact]
    public void Create_SomeLabelsUnknown_ReportsHowManyAreLeftOut()
    {
        var photos = Photo.Create("test", [SampleReport.Labels[0], "scarf", "glove"], 3);

        SavReport.Create(sample.Model, Load(photos)).Html.Should().Contain("3; 6 without a label that the model knows are left out");
    }

    [Fact]
    public void Create_SavAloneWithTextLabels_EvaluatesAsThePipelineDoes()
    {
        var sav = ((IEnumerable<ITransformer>)sample.Model).OfType<SavTransformer>().Single();

        SavReport.Create(sav, Load(sample.Photos), new SavReportOptions { Title = SampleReport.Script }).Html.Should().Be(sample.Report.Html);
    }

    [Fact]
    public void Create_RowCount_BoundsRowsAndSize()
    {
        var none = SavReport.Create(sample.Model, Load(sample.Photos), new SavReportOptions { RowCount = 0 }).Html;
        var some = SavReport.Create(sample.Model, Load(sample.Photos), new SavReportOptions { RowCount = 3 }).Html;

        none.Should().NotContain("<ul class=\"rows\">");
        var pictures = Count(some, "class=\"picture\"");
        pictures.Should().BeInRange(3, 6);
        some.Length.Should().BeLessThan(none.Length + (pictures * MaxBytesPerPicture));
    }

    [Fact]
    public void Create_Overlays_ShowsEvidenceForThePredictedClass()
    {
        var with = SavReport.Create(sample.Model, Load(sample.Photos), new SavReportOptions { RowCount = 2 }).Html;
        var without = SavReport.Create(sample.Model, Load(sample.Photos), new SavReportOptions { RowCount = 2, Overlays = false }).Html;

        Count(with, "alt=\"Evidence for ").Should().BeInRange(2, 4).And.Be(Count(with, "class=\"picture\""));
        without.Should().NotContain("Evidence for ").And.NotContain("grey copy");
    }

    [Fact]
    public void Create_ModelThatRejects_ReportsRejectedRows()
    {
        var sav = _context.MulticlassClassification.Trainers.Sav(new SavEstimator.Options
        {
            Lmm = Repository.Fixture("llava"),
            ImageColumnName = nameof(Photo.ImagePath),
            RejectionRate = 0.2,
        });
        var model = _context.Transforms.Conversion.MapValueToKey(nameof(Photo.Label)).Append(sav)
            .Fit(Load(Photo.Create("train", SampleReport.Labels, 6)));
        var rejected = model.Transform(Load(sample.Photos)).GetColumn<uint>("PredictedLabel").Count(key => key == 0);
        rejected.Should().BeInRange(1, sample.Photos.Count - 1);

        var html = SavReport.Create(model, Load(sample.Photos), new SavReportOptions { RowCount = sample.Photos.Count, Overlays = false }).Html;

        html.Should().Contain($"<dt>Rejected</dt><dd>{FormattableString.Invariant($"{(double)rejected / sample.Photos.Count:P1}")}");
        Count(html, ", rejected</p>").Should().Be(rejected);
        sample.Report.Html.Should().NotContain("<dt>Rejected</dt>");
    }

    [Fact]
    public void Create_NumbersAsLabelsMappedBack_ReportsRejectedRows()
    {
        var sav = _context.MulticlassClassification.Trainers.Sav(new SavEstimator.Options
        {
            Lmm = Repository.Fixture("llava"),
            ImageColumnName = nameof(Photo.ImagePath),
            RejectionRate = 0.2,
        });
        var keys = _context.Transforms.Conversion.MapValueToKey(nameof(Photo.Label)).Append(sav);
        using var withKeys = keys.Fit(LoadNumbered("train", 6));
        using var withNumbers = keys.Append(_context.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(LoadNumbered("train", 6));
        var options = new SavReportOptions { RowCount = 0 };

        var html = SavReport.Create(withNumbers, LoadNumbered("test", 15), options).Html;

        html.Should().Contain("<dt>Rejected</dt>").And.Be(SavReport.Create(withKeys, LoadNumbered("test", 15), options).Html);
    }

    [Fact]
    public void Create_RowsThatAreSkipped_AreCountedAndLeftOut()
    {
        var model = sample.Model.WithSav(sav => sav.WithOnRowError(RowErrorAction.Skip));
        Photo[] unusable = [new() { ImagePath = "missing.png", Label = SampleReport.Labels[0] }, new() { ImagePath = typeof(Photo).Assembly.Location, Label = SampleReport.Labels[1] }];

        var html = SavReport.Create(model, Load([.. unusable, .. sample.Photos]), new SavReportOptions { RowCount = 100, Overlays = false }).Html;

        html.Should().Contain($"{sample.Photos.Count}; 2 that cannot be used are left out").And.NotContain("NaN");
        FindFingerprint(html).Should().Be(FindFingerprint(sample.Report.Html));
    }

    [Fact]
    public void ReadContents_ImageIsGoneSinceItWasScored_NamesTheRow()
    {
        using var folder = new TemporaryFolder();
        var photo = new Photo { ImagePath = folder.File("photo.png"), Label = SampleReport.Labels[0] };
        File.Copy(sample.Photos[0].ImagePath, photo.ImagePath);
        var reader = new EvaluationReader(sample.Model.Transform(Load([photo])), sample.Model.GetSav(), nameof(Photo.Label));
        reader.Read(CancellationToken.None);
        File.Delete(photo.ImagePath);

        reader.Invoking(it => it.ReadContents([0], explained: [], CancellationToken.None)).Should().Throw<SavRowException>().Which.Row.Should().Be(0);
    }

    [Fact]
    public void Create_ControlCharacterInALabel_IsReplacedInTheMap()
    {
        var labels = new[] { "a\u0001", "b", "c" };
        using var model = _context.Transforms.Conversion.MapValueToKey(nameof(Photo.Label))
            .Append(_context.MulticlassClassification.Trainers.Sav(Repository.Fixture("llava"), imageColumnName: nameof(Photo.ImagePath))).Fit(Load(Photo.Create("train", labels, 2)));

        var html = SavReport.Create(model, Load(Photo.Create("test", labels, 2)), new SavReportOptions { RowCount = 0 }).Html;

        var map = html.Split("\" alt=\"Map of ")[0].Split("data:image/svg+xml;base64,")[^1];
        System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(map)).Should().Contain(">a\uFFFD<");
    }

    [Fact]
    public void Create_RowCountNegative_Throws() =>
        FluentActions.Invoking(() => SavReport.Create(sample.Model, Load(sample.Photos), new SavReportOptions { RowCount = -1 })).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Create_Cancelled_Throws() =>
        FluentActions.Invoking(() => SavReport.Create(sample.Model, Load(sample.Photos), new SavReportOptions { CancellationToken = new CancellationToken(true) }))
            .Should().Throw<OperationCanceledException>();

    [Fact]
    public void Create_OtherData_HasAnotherFingerprint()
    {
        var other = Load(sample.Photos.Skip(1));

        FindFingerprint(SavReport.Create(sample.Model, other).Html).Should().NotBe(FindFingerprint(sample.Report.Html));
    }

    [Fact]
    public void Html_OfAReport_HoldsNoPathsOfThisMachine() => sample.Report.Html.Should().NotContain(Path.GetDirectoryName(sample.File)!);

    [Fact]
    public void Save_ToAStream_WritesHtmlAndLeavesItOpen()
    {
        using var stream = new MemoryStream();

        sample.Report.Save(stream);

        System.Text.Encoding.UTF8.GetString(stream.ToArray()).Should().Be(sample.Report.Html);
        stream.CanWrite.Should().BeTrue();
    }

    private IDataView LoadNumbered(string part, int count) => _context.Transforms.Conversion.ConvertType(nameof(Photo.Label), outputKind: DataKind.Int32)
        .Fit(Load([])).Transform(Load(Photo.Create(part, ["1", "2", "3"], count)));

    private IDataView Load(IEnumerable<Photo> photos) => _context.Data.LoadFromEnumerable(photos);

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static string FindFingerprint(string html) => html.Split("Fingerprint of the rows")[1].Split("<code>")[1][..64];
}
