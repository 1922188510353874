using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML.Sav.AspNetCore.Models;
using Microsoft.ML.Transforms.Text;

namespace Microsoft.ML.Sav.AspNetCore.Tests.Models;

public sealed class ModelLoaderTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Load_StepBeforeSavChangesItsText_ThrowsAndNamesIt()
    {
        var normalize = _context.Transforms.Text.NormalizeText("Text", caseMode: TextNormalizingEstimator.CaseMode.Lower);

        var load = () => Load(normalize.Append(CreateSav("Text")));

        load.Should().Throw<InvalidDataException>().WithMessage("In '*model.zip', a TextNormalizingTransformer writes the column 'Text' before*PredictionEnginePool*");
    }

    [Fact]
    public void Load_StepBeforeSavCreatesItsText_Throws()
    {
        var normalize = _context.Transforms.Text.NormalizeText("Lower", "Text");

        var load = () => Load(normalize.Append(CreateSav("Lower")));

        load.Should().Throw<InvalidDataException>().WithMessage("*'Lower'*");
    }

    [Fact]
    public void Load_StepBeforeSavLoadsImages_Serves()
    {
        var images = _context.Transforms.LoadImages("Image", imageFolder: null, nameof(Row.ImagePath));
        var sav = _context.MulticlassClassification.Trainers.Sav(new SavEstimator.Options { Lmm = Repository.EmbeddedLmm, ImageColumnName = "Image" });

        var model = Load(images.Append(sav));

        model.Predict([new SavInput(SavedModels.ReadPhoto("sneaker"))]).Single().Label.Should().Be("sneaker");
        model.Release();
    }

    [Fact]
    public void Load_StepsThatDoNotChangeWhatSavReads_Serves()
    {
        var others = _context.Transforms.Text.NormalizeText("Other", nameof(Row.ImagePath)).Append(_context.Transforms.DropColumns("Other", nameof(Row.ImagePath)));

        var model = Load(others.Append(CreateSav("Text")));

        model.Predict([new SavInput(Text: "sneaker")]).Should().ContainSingle();
        model.Release();
    }

    public void Dispose() => _folder.Dispose();

    private SavEstimator CreateSav(string textColumn) =>
        _context.MulticlassClassification.Trainers.Sav(new SavEstimator.Options { Lmm = Repository.EmbeddedLmm, TextColumnName = textColumn });

    private ServedModel Load(IEstimator<ITransformer> steps)
    {
        var rows = _context.Data.LoadFromEnumerable(
            from name in new[] { "sneaker", "bag" }
            from number in Enumerable.Range(0, 3)
            select new Row { Text = $"{name} {number}", ImagePath = SavedModels.GetPhotoPath("train", name, number), Label = name });
        var path = _folder.File("model.zip");
        using (var model = _context.Transforms.Conversion.MapValueToKey("Label").Append(steps).Append(_context.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(rows))
            _context.Model.Save(model, rows.Schema, path);
        return new ModelLoader(path, new SavPredictorOptions(), NullLogger.Instance).Load();
    }

    private sealed class Row
    {
        public string Text { get; set; } = "";

        public string ImagePath { get; set; } = "";

        public string Label { get; set; } = "";
    }
}
