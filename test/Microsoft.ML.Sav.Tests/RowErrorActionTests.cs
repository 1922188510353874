using Microsoft.ML.Data;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Tests;

public sealed class RowErrorActionTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly List<SavRowException> _skipped = [];
    private readonly List<string> _warnings = [];

    public RowErrorActionTests() => _context.Log += (_, message) =>
    {
        if (message.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
            _warnings.Add(message.RawMessage);
    };

    [Fact]
    public void Fit_Skip_EqualsTrainingWithoutTheBadRowsAndReportsThem()
    {
        using var expected = Sav().Fit(Load(Question.Create(8)));

        using var actual = Sav(options => (options.OnRowError, options.SkippedRows) = (RowErrorAction.Skip, Collect())).Fit(Load(WithBadRow(Question.Create(8))));

        Scores(actual, Question.Create(3)).Should().BeEquivalentTo(Scores(expected, Question.Create(3)), options => options.WithStrictOrdering());
        _skipped.Should().ContainSingle().Which.Row.Should().Be(1);
        _warnings.Should().ContainSingle().Which.Should().EndWith("skipped: 1");
    }

    [Fact]
    public void Fit_SkipWithLatencyBudget_MeasuresTheOtherRows()
    {
        using var transformer = Sav(options => (options.OnRowError, options.LatencyBudget) = (RowErrorAction.Skip, TimeSpan.FromHours(1))).Fit(Load(WithBadRow(Question.Create(8))));

        transformer.Model.ExampleCounts.Sum().Should().Be(8);
        _warnings.Should().HaveCount(2).And.Contain(warning => warning.StartsWith("Skipped: Row 1 "));
    }

    [Fact]
    public void Transform_Skip_GivesNaNAndAMissingLabelAndMetricsOfTheOtherRows()
    {
        using var trained = Sav().Fit(Load(Question.Create(8)));
        using var transformer = trained.WithOnRowError(RowErrorAction.Skip, Collect());
        var good = trained.Transform(Load(Question.Create(4)));

        var scored = transformer.Transform(Load(WithBadRow(Question.Create(4))));

        scored.GetColumn<uint>("PredictedLabel").Should().Equal(good.GetColumn<uint>("PredictedLabel").Take(1).Append(0u).Concat(good.GetColumn<uint>("PredictedLabel").Skip(1)));
        scored.GetColumn<float[]>("Score").ElementAt(1).Should().HaveCount(transformer.Model.ClassCount).And.OnlyContain(score => float.IsNaN(score));
        _context.MulticlassClassification.Evaluate(scored).LogLoss.Should().Be(_context.MulticlassClassification.Evaluate(good).LogLoss);
        _skipped.Should().OnlyContain(fault => fault.Row == 1);
    }

    [Fact]
    public void Transform_SkipWithoutCallback_LogsTheFirstThreeRows()
    {
        using var trained = Sav().Fit(Load(Question.Create(8)));
        using var transformer = trained.WithOnRowError(RowErrorAction.Skip);

        Scores(transformer, [.. Enumerable.Range(0, 5).Select(_ => new Question { Label = Question.Create(1)[0].Label })]).Should().HaveCount(5);

        _warnings.Should().HaveCount(3).And.OnlyContain(warning => warning.StartsWith("Skipped: Row "));
    }

    [Fact]
    public void FeaturizeWithLmm_Skip_GivesNaN()
    {
        var options = new LmmFeaturizingEstimator.Options { Lmm = SmallLmm.Folder, TextColumnName = "Text", OnRowError = RowErrorAction.Skip, SkippedRows = Collect() };
        using var transformer = _context.Transforms.FeaturizeWithLmm(options).Fit(Load(Question.Create(2)));

        var vectors = transformer.Transform(Load(WithBadRow(Question.Create(2)))).GetColumn<float[]>("Features").ToArray();

        vectors.Should().HaveCount(3);
        vectors[1].Should().HaveCount(transformer.Features.VectorLength).And.OnlyContain(value => float.IsNaN(value));
        vectors[2].Should().OnlyContain(value => float.IsFinite(value));
        _skipped.Should().ContainSingle();
    }

    [Fact]
    public void Update_Skip_LeavesBadRowsOut()
    {
        using var trained = Sav(options => (options.KeepExamples, options.Classifier) = (true, ClassifierKind.SparseAttentionVectors)).Fit(Load(Question.Create(8)));
        using var skipping = trained.WithOnRowError(RowErrorAction.Skip, Collect());

        using var updated = skipping.Update(Load(WithBadRow(Question.Create(4))));

        updated.Model.ExampleCounts.Sum().Should().Be(12);
        _skipped.Should().ContainSingle().Which.Row.Should().Be(1);
    }

    private SavEstimator Sav(Action<SavEstimator.Options>? change = null) => _context.MulticlassClassification.Trainers.Sav(Question.Options(change));

    private IDataView Load(IReadOnlyList<Question> questions) => Question.Load(_context, questions);

    private float[][] Scores(SavTransformer transformer, IReadOnlyList<Question> questions) => [.. transformer.Transform(Load(questions)).GetColumn<float[]>("Score")];

    private static Question[] WithBadRow(Question[] questions) => [questions[0], new Question { Label = questions[0].Label }, .. questions[1..]];

    private SynchronousProgress<SavRowException> Collect() => new(_skipped.Add);
}
