using Microsoft.ML.Data;

namespace Microsoft.ML.Sav.Tests.Columns;

[Collection(PhotoClassifierCollection.Name)]
public class TextColumnTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void TextOnly_Documents_AreClassified()
    {
        Document[] documents =
        [
            new("The striker scored twice in the final.", "sport"), new("The team won the league again.", "sport"),
            new("Fry the onions and add the rice.", "cooking"), new("Bake the bread for an hour.", "cooking"),
        ];
        var data = Keyed(documents);

        using var transformer = Fit(data, "Text");

        transformer.Transform(data).GetColumn<uint>("PredictedLabel").Should().Equal(1, 1, 2, 2);
    }

    [Fact]
    public void ImageAndText_SameImage_DifferByTheQuestion()
    {
        var photo = Photo.Training(1)[0];
        string[] questions = ["Is it red?", "Is it blue?"];
        var rows = questions.Select(question => new Photo { ImagePath = photo.ImagePath, Question = question, Label = question });
        var data = _context.LoadWithKeys(rows);

        using var transformer = Fit(data, "Question", "ImagePath");

        transformer.Transform(data).GetColumn<uint>("PredictedLabel").Should().Equal(1, 2);
    }

    [Fact]
    public void ImageAndText_EmptyText_UsesTheImageAlone()
    {
        var photos = Photo.Training(1);
        Array.ForEach(photos, photo => photo.Question = "");

        using var transformer = Fit(_context.LoadWithKeys(photos), "Question", "ImagePath");

        transformer.Model.ExampleCounts.Should().Equal(1, 1, 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(null)]
    public void TextOnly_EmptyText_NamesRowAndColumn(string? text)
    {
        var data = Keyed([new("Something", "a"), new(text, "b")]);

        data.Invoking(rows => Fit(rows, "Text")).Should().Throw<SavRowException>()
            .WithMessage("Row 1*text column 'Text' is '*neither an image nor a text*").Which.Row.Should().Be(1);
    }

    private SavTransformer Fit(IDataView data, string textColumnName, string? imageColumnName = null) =>
        _context.MulticlassClassification.Trainers.Sav(Repository.EmbeddedLmm, imageColumnName: imageColumnName, textColumnName: textColumnName).Fit(data);

    private IDataView Keyed(Document[] documents)
    {
        var data = _context.Data.LoadFromEnumerable(documents);
        return _context.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);
    }

    private sealed class Document(string? text, string label)
    {
        public string? Text { get; set; } = text;

        public string Label { get; set; } = label;
    }
}
