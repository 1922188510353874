using Microsoft.ML.Data;

namespace Microsoft.ML.Sav.Tests.Scoring;

[Collection(PhotoClassifierCollection.Name)]
public class OutputColumnsTests(PhotoClassifier classifier)
{
    private readonly MLContext _context = classifier.Context;

    [Fact]
    public void Append_SameLabels_GivesColumnsTypesAndAnnotationsOfAnMlNetTrainer()
    {
        var rows = Photo.Classes.Select((name, i) => new LabelledVector { Label = name, Features = [i, 1] });
        var data = _context.Data.LoadFromEnumerable(rows);
        var keyed = _context.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);
        var trainer = _context.MulticlassClassification.Trainers.SdcaMaximumEntropy(maximumNumberOfIterations: 1);

        var theirs = trainer.Fit(keyed).GetOutputSchema(keyed.Schema);
        var ours = classifier.Transformer.GetOutputSchema(keyed.Schema);

        ours.Select(Describe).Should().Equal(theirs.Select(Describe));
    }

    [Fact]
    public void Append_AfterAnotherPredictor_CountsTheScoreColumnSets()
    {
        var once = classifier.Transformer.GetOutputSchema(_context.Load([]).Schema);
        var twice = classifier.Transformer.GetOutputSchema(once);

        SetIds(twice).Should().Equal(1, 1, 2, 2);
    }

    private static IEnumerable<uint> SetIds(DataViewSchema schema)
    {
        foreach (var column in schema.Where(column => column.Annotations.Schema.GetColumnOrNull("ScoreColumnSetId") is not null))
        {
            var id = 0u;
            column.Annotations.GetValue("ScoreColumnSetId", ref id);
            yield return id;
        }
    }

    private static string Describe(DataViewSchema.Column column)
    {
        var annotations = column.Annotations.Schema.Select(annotation => $"{annotation.Name} {annotation.Type} {Value(column, annotation)}");
        return $"{column.Name} {column.Type} [{string.Join(", ", annotations.Order())}]";
    }

    private static string Value(DataViewSchema.Column column, DataViewSchema.Column annotation)
    {
        if (annotation.Type is VectorDataViewType)
        {
            var texts = default(VBuffer<ReadOnlyMemory<char>>);
            column.Annotations.GetValue(annotation.Name, ref texts);
            return string.Join("/", texts.DenseValues());
        }
        if (annotation.Type is TextDataViewType)
        {
            var text = default(ReadOnlyMemory<char>);
            column.Annotations.GetValue(annotation.Name, ref text);
            return text.ToString();
        }
        var key = 0u;
        column.Annotations.GetValue(annotation.Name, ref key);
        return $"{key}";
    }

    private sealed class LabelledVector
    {
        public string Label { get; set; } = "";

        public string ImagePath { get; set; } = "";

        [VectorType(2)]
        public float[] Features { get; set; } = [];
    }
}
