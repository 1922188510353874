using Microsoft.ML.Data;
using Microsoft.ML.Sav.Heads.Suggestions;

namespace Microsoft.ML.Sav.Tests;

public sealed class SavSuggestionsTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void ForLabelling_NoLabels_SuggestsTypicalRowsOfDifferentClusters()
    {
        var suggested = CreateForPhotos().ForLabelling(_context.Transforms.DropColumns("Label").Fit(Photos()).Transform(Photos()), count: 3);

        suggested.Select(row => Photo.Training()[(int)row.Row].Label).Should().BeEquivalentTo(Photo.Classes);
        suggested.Should().OnlyContain(row => row.ClusterSize > 1 && row.LikelyLabels.Count == 0);
    }

    [Fact]
    public void ForLabelling_OneClassHasNoLabel_SuggestsARowOfIt()
    {
        var photos = Photo.Training();
        string[] classes = [.. photos.Select(photo => photo.Label)];
        foreach (var photo in photos.Where((photo, row) => photo.Label == "bag" || row >= 3))
            photo.Label = "";

        var suggested = CreateForPhotos().ForLabelling(LoadWithKeys(_context.Load(photos), "trouser", "ankle-boot"), count: 1);

        classes[suggested.Should().ContainSingle().Which.Row].Should().Be("bag");
    }

    [Fact]
    public void ForLabelling_FiveLabelsPerClass_SuggestsTheRowsWithTheSmallestMargin()
    {
        var photos = Photo.Training(7);
        var transformer = _context.MulticlassClassification.Trainers.Sav(PhotoClassifier.Options()).Fit(_context.LoadWithKeys(photos[..15]));
        var margins = transformer.Transform(_context.Load(photos[15..])).GetColumn<float[]>("Score").Select(LabellingOrder.ComputeMargin).ToArray();
        foreach (var photo in photos[15..])
            photo.Label = "";

        var suggested = CreateForPhotos().ForLabelling(LoadWithKeys(_context.Load(photos), Photo.Classes), count: 2);

        suggested.Select(row => (int)row.Row).Should().Equal(Enumerable.Range(15, 6).OrderBy(row => margins[row - 15]).Take(2));
        suggested.Should().AllSatisfy(row =>
        {
            row.ClusterSize.Should().Be(0);
            row.LikelyLabels.Select(label => label.Key).Should().HaveCount(2).And.BeSubsetOf(Photo.Classes);
            row.LikelyLabels[0].Value.Should().BeGreaterThanOrEqualTo(row.LikelyLabels[1].Value);
        });
    }

    [Fact]
    public void ForLabelling_SameRowTwice_SuggestsItOnce()
    {
        Question[] questions = [.. Question.Create(4), .. Question.Create(4)];

        var suggested = CreateForQuestions().ForLabelling(_context.Transforms.DropColumns("Label").Fit(LoadQuestions(questions)).Transform(LoadQuestions(questions)), count: 8);

        suggested.Select(row => questions[(int)row.Row].Text).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void ForLabelling_EveryRowLabelled_IsEmpty() => CreateForPhotos().ForLabelling(Photos(), count: 3).Should().BeEmpty();

    [Fact]
    public void ForLabelling_CountBelowOne_Throws() =>
        CreateForPhotos().Invoking(suggestions => suggestions.ForLabelling(Photos(), 0)).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void DoubtfulLabels_WrongLabel_ComesFirstWithTheTrueOne()
    {
        var photos = Photo.Training();
        photos[4].Label = "trouser"; // a bag

        var doubts = CreateForPhotos().DoubtfulLabels(_context.LoadWithKeys(photos));

        doubts[0].Should().Match<DoubtfulLabel>(doubt => doubt.Row == 4 && doubt.Label == "trouser" && doubt.SuggestedLabel == "bag");
        doubts[0].Probability.Should().BeLessThan(doubts[0].SuggestedProbability);
    }

    [Fact]
    public void DoubtfulLabels_RowsThatAreAllTheSame_AreNotInDoubt()
    {
        var rows = new[] { "a", "b", "a", "b" }.Select(label => new Question { Text = "The same text.", Label = label });

        CreateForQuestions().DoubtfulLabels(Question.Load(_context, rows)).Should().BeEmpty();
    }

    [Fact]
    public void NearDuplicates_SeveralPrompts_UsesTheFirst()
    {
        using var folder = new TemporaryFolder();
        var data = Question.Load(_context, Question.Create(4));
        string[] prompts = ["First: {text}", "Second: {text}"];

        new SavSuggestions(_context, Question.Options(options => (options.Prompts, options.FeatureCacheFolder) = (prompts, folder.Path))).NearDuplicates(data);

        var cached = new SavFeatureCache(_context, Question.Options(options => (options.Prompt, options.FeatureCacheFolder) = (prompts[0], folder.Path)));
        cached.Remove(data).Should().Be(4);
    }

    [Fact]
    public void DoubtfulLabels_OneClass_TellsHowManyRowsHaveALabel() =>
        CreateForPhotos().Invoking(suggestions => suggestions.DoubtfulLabels(_context.LoadWithKeys(Photo.Training().Where(photo => photo.Label == "bag"))))
            .Should().Throw<InvalidOperationException>().WithMessage("*4 of 4 rows*'Label'*");

    [Fact]
    public void NearDuplicates_SamePhotoInAnotherFile_IsFound()
    {
        var copy = Path.Combine(Directory.CreateTempSubdirectory().FullName, "copy.png");
        var photos = Photo.Training(2);
        File.Copy(photos[1].ImagePath, copy);

        var duplicates = CreateForPhotos().NearDuplicates(_context.LoadWithKeys([.. photos, new Photo { ImagePath = copy, Label = "bag" }]));

        File.Delete(copy);
        duplicates.Should().ContainSingle().Which.Rows.Should().Equal(1, 6);
        duplicates[0].Similarity.Should().BeApproximately(1, 1e-4f);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void NearDuplicates_SimilarityOutOfRange_Throws(double similarity) =>
        CreateForPhotos().Invoking(suggestions => suggestions.NearDuplicates(Photos(), similarity)).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void NearDuplicates_RowThatCannotBeUsed_IsNamed() =>
        CreateForPhotos().Invoking(suggestions => suggestions.NearDuplicates(_context.LoadWithKeys([.. Photo.Training(1), new Photo { ImagePath = "no-such-photo.png", Label = "bag" }])))
            .Should().Throw<SavRowException>().Which.Row.Should().Be(3);

    [Fact]
    public void NearDuplicates_Skip_ReportsTheRowAndCountsItAmongTheOthers()
    {
        var skipped = new List<SavRowException>();
        Photo[] photos = [BadPhoto(), .. Photo.Training(1), .. Photo.Training(1)];

        var duplicates = CreateSkipping(skipped.Add).NearDuplicates(_context.LoadWithKeys(photos));

        duplicates.Select(group => group.Rows).Should().BeEquivalentTo([new long[] { 1, 4 }, [2, 5], [3, 6]]);
        skipped.Should().ContainSingle().Which.Row.Should().Be(0);
    }

    [Fact]
    public void ForLabelling_SkipWithoutLabels_SuggestsOtherRows()
    {
        var photos = _context.LoadWithKeys([BadPhoto(), .. Photo.Training(1)]);

        var suggested = CreateSkipping().ForLabelling(_context.Transforms.DropColumns("Label").Fit(photos).Transform(photos), count: 4);

        suggested.Select(row => row.Row).Should().BeEquivalentTo([1, 2, 3]);
    }

    [Fact]
    public void ForLabelling_SkipEveryRow_IsEmpty()
    {
        var photos = _context.LoadWithKeys([BadPhoto()]);

        CreateSkipping().ForLabelling(_context.Transforms.DropColumns("Label").Fit(photos).Transform(photos), count: 1).Should().BeEmpty();
    }

    [Fact]
    public void ForLabelling_SkipWithLabels_EqualsSuggestionsWithoutTheRows()
    {
        var photos = Photo.Training(7);
        foreach (var photo in photos[15..])
            photo.Label = "";
        Photo[] more = [BadPhoto(), .. photos, BadPhoto()];
        more[^1].Label = "";

        var suggested = CreateSkipping().ForLabelling(LoadWithKeys(_context.Load(more), Photo.Classes), count: 3);

        var expected = CreateForPhotos().ForLabelling(LoadWithKeys(_context.Load(photos), Photo.Classes), count: 3);
        suggested.Select(row => row.Row).Should().Equal(expected.Select(row => row.Row + 1));
    }

    [Fact]
    public void DoubtfulLabels_Skip_CountsTheRowAmongTheOthers()
    {
        Photo[] photos = [BadPhoto(), .. Photo.Training()];
        photos[5].Label = "trouser"; // a bag

        CreateSkipping().DoubtfulLabels(_context.LoadWithKeys(photos))[0].Should().Match<DoubtfulLabel>(doubt => doubt.Row == 5 && doubt.SuggestedLabel == "bag");
    }

    [Fact]
    public void DoubtfulLabels_LabelColumnIsMissing_Throws() =>
        new SavSuggestions(_context, PhotoClassifier.Options(options => options.LabelColumnName = "Class"))
            .Invoking(suggestions => suggestions.DoubtfulLabels(Photos())).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*Class*");

    private static Photo BadPhoto() => new() { ImagePath = "no-such-photo.png", Label = "bag" };

    private SavSuggestions CreateForPhotos() => new(_context, PhotoClassifier.Options());

    private SavSuggestions CreateSkipping(Action<SavRowException>? onSkipped = null) => new(_context, PhotoClassifier.Options(options =>
        (options.OnRowError, options.SkippedRows) = (RowErrorAction.Skip, onSkipped is null ? null : new SynchronousProgress<SavRowException>(onSkipped))));

    private SavSuggestions CreateForQuestions() => new(_context, Question.Options());

    private IDataView Photos() => _context.LoadWithKeys(Photo.Training());

    private IDataView LoadQuestions(IEnumerable<Question> questions) =>
        LoadWithKeys(_context.Data.LoadFromEnumerable(questions), "animals", "weather");

    // Empty labels are no key values, and so missing.
    private IDataView LoadWithKeys(IDataView data, params string[] classes)
    {
        var keys = _context.Data.LoadFromEnumerable(classes.Select(name => new { Name = name }));
        return _context.Transforms.Conversion.MapValueToKey("Label", keyData: keys).Fit(data).Transform(data);
    }
}
