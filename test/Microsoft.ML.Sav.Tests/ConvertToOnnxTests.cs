namespace Microsoft.ML.Sav.Tests;

public sealed class ConvertToOnnxTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void ConvertToOnnx_Classifier_RefusesAndNamesExportOnnx()
    {
        var data = Question.Load(_context, Question.Create(8));
        using var transformer = _context.MulticlassClassification.Trainers.Sav(Question.Options()).Fit(data);

        ShouldRefuse(transformer, data);
        ShouldRefuse(transformer.Append(_context.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(transformer.Transform(data))), data);
    }

    [Fact]
    public void ConvertToOnnx_Featurizer_Refuses()
    {
        var data = Question.Load(_context, Question.Create(2));
        using var transformer = _context.Transforms.FeaturizeWithLmm(new LmmFeaturizingEstimator.Options { Lmm = SmallLmm.Folder, TextColumnName = "Text" }).Fit(data);

        ShouldRefuse(transformer, data);
    }

    private void ShouldRefuse(ITransformer transformer, IDataView data)
    {
        using var stream = new MemoryStream();

        _context.Invoking(context => context.Model.ConvertToOnnx(transformer, data, stream)).Should().Throw<NotSupportedException>().WithMessage("*SavTransformer.ExportOnnx*");

        stream.Length.Should().Be(0);
    }
}
