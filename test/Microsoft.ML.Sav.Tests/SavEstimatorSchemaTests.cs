using Microsoft.ML.Data;
using Microsoft.ML.Sav.Interop;

namespace Microsoft.ML.Sav.Tests;

public class SavEstimatorSchemaTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void GetOutputSchema_BeforeFit_AddsTheColumnsWithoutTheLmm()
    {
        var estimator = Sav(lmm: "no/such/lmm", imageColumnName: "ImagePath");
        var input = _context.LoadWithKeys(Photo.Training(1));

        var output = estimator.GetOutputSchema(ShapeOf(input));

        output.Select(column => column.Name).Should().Contain(["ImagePath", "Label", "Score", "PredictedLabel"]);
        var label = output.Single(column => column.Name == "PredictedLabel");
        label.IsKey.Should().BeTrue();
        label.Annotations.Select(column => column.Name).Should().Contain("KeyValues");
        var score = output.Single(column => column.Name == "Score");
        score.Kind.Should().Be(SchemaShape.Column.VectorKind.Vector);
        score.ItemType.Should().Be(NumberDataViewType.Single);
    }

    [Fact]
    public void GetOutputSchema_SameLabel_IsThatOfAnMlNetTrainer()
    {
        var input = ShapeOf(_context.Data.LoadFromEnumerable([new LabelledVector()]));
        var keyed = _context.Transforms.Conversion.MapValueToKey("Label").GetOutputSchema(input);

        var theirs = _context.MulticlassClassification.Trainers.SdcaMaximumEntropy().GetOutputSchema(keyed);
        var ours = Sav(lmm: "any", textColumnName: "Text").GetOutputSchema(keyed);

        ours.Select(Describe).Should().BeEquivalentTo(theirs.Select(Describe));
    }

    [Fact]
    public void Sav_OutputColumnNames_AreThoseOfTheSchema()
    {
        var input = ShapeOf(_context.LoadWithKeys(Photo.Training(1)));
        var trainers = _context.MulticlassClassification.Trainers;

        foreach (var estimator in new[]
        {
            trainers.Sav("no/such/lmm", imageColumnName: "ImagePath", predictedLabelColumnName: "Class", scoreColumnName: "Votes"),
            trainers.Sav(imageColumnName: "ImagePath", predictedLabelColumnName: "Class", scoreColumnName: "Votes"),
        })
        {
            estimator.GetOutputSchema(input).Select(column => column.Name).Should().Contain(["Class", "Votes"]).And.NotContain("Score");
        }
    }

    [Fact]
    public void Sav_FirstArgumentWithoutName_IsTheLmmsFolder() =>
        _context.MulticlassClassification.Trainers.Sav("no/such/lmm", imageColumnName: "ImagePath")
            .Invoking(sav => sav.Fit(_context.LoadWithKeys(Photo.Training(1)))).Should().Throw<DirectoryNotFoundException>().WithMessage("*lmm*");

    [Theory]
    [InlineData("Picture", null, "Could not find image column 'Picture'*")]
    [InlineData(null, "Words", "Could not find text column 'Words'*")]
    [InlineData("Number", null, "Schema mismatch for image column 'Number': expected String, Vector<String>, VarVector<Byte> or Image, got Single*")]
    [InlineData("Numbers", null, "Schema mismatch for image column 'Numbers': expected String, Vector<String>, VarVector<Byte> or Image, got Vector<Single>*")]
    [InlineData(null, "Number", "Schema mismatch for text column 'Number': expected String, got Single*")]
    [InlineData(null, "Texts", "Schema mismatch for text column 'Texts': expected String, got VarVector<String>*")]
    public void Check_WrongColumn_NamesRoleColumnAndTypes(string? image, string? text, string message)
    {
        var data = _context.Data.LoadFromEnumerable([new WrongTypes()]);
        var estimator = Sav(lmm: "no/such/lmm", imageColumnName: image, textColumnName: text);

        estimator.Invoking(sav => sav.GetOutputSchema(ShapeOf(data))).Should().Throw<ArgumentOutOfRangeException>().WithMessage(message);
        estimator.Invoking(sav => sav.Fit(data)).Should().Throw<ArgumentOutOfRangeException>().WithMessage(message);
    }

    [Theory]
    [InlineData("Label", "Schema mismatch for label column 'Label': expected Key<UInt32>, got String. *MapValueToKey(\"Label\")*")]
    [InlineData("Number", "Schema mismatch for label column 'Number': expected Key<UInt32>, got Single. *MapValueToKey(\"Number\")*")]
    [InlineData("Flag", "Schema mismatch for label column 'Flag': expected Key<UInt32>, got Boolean. *MapValueToKey(\"Flag\")*")]
    [InlineData("Class", "Could not find label column 'Class'*")]
    public void Check_WrongLabel_AdvisesMapValueToKey(string label, string message)
    {
        var data = _context.Data.LoadFromEnumerable([new WrongTypes()]);
        var estimator = Sav(lmm: "no/such/lmm", textColumnName: "Text", labelColumnName: label);

        estimator.Invoking(sav => sav.Fit(data)).Should().Throw<ArgumentOutOfRangeException>().WithMessage(message);
    }

    private SavEstimator Sav(string lmm, string? imageColumnName = null, string? textColumnName = null, string labelColumnName = "Label") =>
        _context.MulticlassClassification.Trainers.Sav(lmm, labelColumnName, imageColumnName, textColumnName);

    private static SchemaShape ShapeOf(IDataView data) => ColumnShapes.Create(data.Schema);

    private static string Describe(SchemaShape.Column column) =>
        $"{column.Name} {column.Kind} {column.ItemType} {column.IsKey} [{string.Join(", ", column.Annotations.Select(Describe).Order())}]";

    private sealed class LabelledVector
    {
        public string Label { get; set; } = "";

        public string Text { get; set; } = "";

        [VectorType(2)]
        public float[] Features { get; set; } = [0, 0];
    }

    private sealed class WrongTypes
    {
        public string Label { get; set; } = "";

        public string Text { get; set; } = "";

        public string[] Texts { get; set; } = [];

        public float Number { get; set; }

        [VectorType(2)]
        public float[] Numbers { get; set; } = [0, 0];

        public bool Flag { get; set; }
    }
}
