using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Tests;

/// <summary>Which features become the column, with small LMMs of random weights.</summary>
public class LmmFeaturizingEstimatorTests
{
    private static readonly string Llava = Repository.Fixture("llava");

    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Fit_Images_TakesTheVisionEncoder() =>
        Features(options => (options.Lmm, options.ImageColumnName) = (Llava, "ImagePath")).Select(feature => feature.Kind)
            .Should().Equal(FeatureKind.VisionEncoder);

    [Fact]
    public void Fit_Texts_TakesHeadsAveragedOverTokens()
    {
        using var lmm = MultimodalModel.Open(SmallLmm.Folder);

        var features = Features(options => (options.Lmm, options.TextColumnName) = (SmallLmm.Folder, "Question"));

        features.Should().OnlyContain(feature => feature.Kind == FeatureKind.TokenMean).And.HaveSameCount(lmm.Heads);
    }

    [Fact]
    public void Fit_ImagesAndTexts_TakesHeadsThatSeeTheTextToo() =>
        Features(options => (options.Lmm, options.ImageColumnName, options.TextColumnName) = (Llava, "ImagePath", "Question"))
            .Select(feature => feature.Kind).Distinct().Should().BeEquivalentTo([FeatureKind.LastToken, FeatureKind.VisionEncoder]);

    [Fact]
    public void Fit_Kinds_TakesTheirFeatures() =>
        Features(options =>
        {
            (options.Lmm, options.ImageColumnName) = (Llava, "ImagePath");
            options.FeatureKinds = [FeatureKind.Projector, FeatureKind.VisionEncoder];
        }).Select(feature => $"{feature}").Should().Equal("vision", "projector");

    [Fact]
    public void Fit_Features_TakesThemInTheirOrder()
    {
        using var lmm = MultimodalModel.Open(SmallLmm.Folder);
        Feature[] features = [lmm.Heads[^1], lmm.Heads[0]];

        Features(options => (options.Lmm, options.TextColumnName, options.Features) = (SmallLmm.Folder, "Question", features)).Should().Equal(features);
    }

    [Fact]
    public void Fit_KindThatTheLmmLacks_NamesThoseItHas() =>
        Featurizer(options =>
        {
            (options.Lmm, options.TextColumnName) = (SmallLmm.Folder, "Question");
            options.FeatureKinds = [FeatureKind.LastToken, FeatureKind.Projector];
        }).Invoking(estimator => estimator.Fit(Data())).Should().Throw<ArgumentException>()
            .WithMessage($"*FeatureKinds has Projector*'{SmallLmm.Folder}' has LastToken, TokenMean only*");

    [Fact]
    public void Fit_FeatureThatTheLmmLacks_NamesIt() =>
        Featurizer(options =>
        {
            (options.Lmm, options.TextColumnName) = (SmallLmm.Folder, "Question");
            options.Features = [new Feature(99, 0, 8)];
        }).Invoking(estimator => estimator.Fit(Data())).Should().Throw<ArgumentException>().WithMessage("*Features has L99.H0*");

    [Theory]
    [InlineData("Picture", null, "Could not find image column 'Picture'*")]
    [InlineData(null, "Words", "Could not find text column 'Words'*")]
    [InlineData(null, "Number", "Schema mismatch for text column 'Number': expected String, got Single*")]
    public void Check_WrongColumn_NamesRoleColumnAndTypes(string? image, string? text, string message)
    {
        var data = _context.Data.LoadFromEnumerable([new { Question = "", Number = 0f }]);
        var estimator = _context.Transforms.FeaturizeWithLmm("Features", "no/such/lmm", imageColumnName: image, textColumnName: text);

        estimator.Invoking(featurizer => featurizer.Fit(data)).Should().Throw<ArgumentOutOfRangeException>().WithMessage(message);
        estimator.Invoking(featurizer => featurizer.GetOutputSchema(ColumnShapes.Create(data.Schema))).Should().Throw<ArgumentOutOfRangeException>().WithMessage(message);
    }

    [Fact]
    public void Fit_NoSuchFolder_Throws() =>
        _context.Transforms.FeaturizeWithLmm("Features", "no/such/lmm", textColumnName: "Question")
            .Invoking(featurizer => featurizer.Fit(Data())).Should().Throw<DirectoryNotFoundException>();

    public static TheoryData<string, Action<LmmFeaturizingEstimator.Options>> WrongOptions => new()
    {
        { "*ImageColumnName, TextColumnName or both*", options => options.TextColumnName = "" },
        { "*OutputColumnName*", options => options.OutputColumnName = "" },
        { "*FeatureKinds is empty*", options => options.FeatureKinds = [] },
        { "*Features is empty*", options => options.Features = [] },
        { "*FeatureKinds or Features, not both*", options => (options.FeatureKinds, options.Features) = ([FeatureKind.Projector], [new Feature(0, 0, 8)]) },
    };

    [Theory]
    [MemberData(nameof(WrongOptions))]
    public void Create_WrongOption_NamesIt(string message, Action<LmmFeaturizingEstimator.Options> configure) =>
        this.Invoking(test => test.Featurizer(options =>
        {
            options.TextColumnName = "Question";
            configure(options);
        })).Should().Throw<ArgumentException>().WithMessage(message);

    [Fact]
    public void GetOutputSchema_BeforeFit_IsThatAfterFit()
    {
        var estimator = Featurizer(options => (options.Lmm, options.TextColumnName) = (SmallLmm.Folder, "Question"));

        using var transformer = estimator.Fit(Data());

        var before = estimator.GetOutputSchema(ColumnShapes.Create(Data().Schema));
        var after = ColumnShapes.Create(transformer.GetOutputSchema(Data().Schema));
        before.Select(Describe).Should().BeEquivalentTo(after.Select(Describe)).And.Contain(column => column.StartsWith("Features Vector Single"));
    }

    private LmmFeaturizingEstimator Featurizer(Action<LmmFeaturizingEstimator.Options> configure)
    {
        var options = new LmmFeaturizingEstimator.Options();
        configure(options);
        return _context.Transforms.FeaturizeWithLmm(options);
    }

    private FeatureLayout Features(Action<LmmFeaturizingEstimator.Options> configure)
    {
        using var transformer = Featurizer(configure).Fit(Data());
        return transformer.Features;
    }

    private IDataView Data() => _context.Load(Photo.Training(1));

    private static string Describe(SchemaShape.Column column) =>
        $"{column.Name} {column.Kind} {column.ItemType} {column.IsKey} [{string.Join(", ", column.Annotations.Select(Describe).Order())}]";
}
