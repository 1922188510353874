using Microsoft.ML.Data;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Tests;

public class SavEstimatorPromptsTests
{
    private static readonly string[] Prompts = ["{text}", "Animals or weather? {text}", "Answer briefly: {text}"];

    private readonly MLContext _context = new(seed: 1);
    private readonly List<string> _messages = [];

    public SavEstimatorPromptsTests() => _context.Log += (_, message) => _messages.Add($"{message.Kind}: {message.RawMessage}");

    [Theory]
    [InlineData(ClassifierKind.Auto)]
    [InlineData(ClassifierKind.Calm)]
    public void Fit_Prompts_KeepsTheClassifierOfOneOfThem(ClassifierKind kind)
    {
        using var searched = Fit(Question.Create(12), options => (options.Prompts, options.Classifier) = (Prompts, kind));

        var scores = searched.Model.PromptScores;
        scores.Select(score => score.Prompt).Should().BeEquivalentTo(Prompts);
        scores.Select(score => score.LeaveOneOut!.LogLoss).Should().BeInAscendingOrder();
        var kept = scores.Should().ContainSingle(score => score.IsKept).Which;
        using var alone = Fit(Question.Create(12), options => (options.Prompt, options.Classifier) = (kept.Prompt, kind));
        kept.LeaveOneOut.Should().Be(alone.Model.Report.LeaveOneOut);
        searched.Model.Report.Features.Should().Equal(alone.Model.Report.Features);
        Score(searched).Should().BeEquivalentTo(Score(alone), options => options.WithStrictOrdering());
        alone.Model.PromptScores.Should().BeEmpty();
    }

    [Theory]
    [InlineData(ClassifierKind.SparseAttentionVectors)]
    [InlineData(ClassifierKind.Hec)]
    public void Fit_ClassifierWhoseScoresAreNoProbabilities_IsMeasuredByGaussianHeads(ClassifierKind kind)
    {
        using var searched = Fit(Question.Create(12), options => (options.Prompts, options.Classifier) = (Prompts, kind));

        using var gaussian = Fit(Question.Create(12), options => (options.Prompt, options.Classifier) = (Prompts[1], ClassifierKind.GaussianHeads));
        searched.Model.Report.Kind.Should().Be(kind);
        searched.Model.PromptScores.Single(score => score.Prompt == Prompts[1]).LeaveOneOut.Should().Be(gaussian.Model.Report.LeaveOneOut);
    }

    [Fact]
    public void Fit_OneExamplePerClass_KeepsTheFirstPromptAndSaysSo()
    {
        using var transformer = Fit(Question.Create(2), options => options.Prompts = Prompts);

        transformer.Model.PromptScores.Select(score => (score.Prompt, score.IsKept)).Should().Equal((Prompts[0], true), (Prompts[1], false), (Prompts[2], false));
        _messages.Should().ContainMatch("Warning: *The prompts cannot be compared: no example can be left out*");
    }

    [Fact]
    public void Fit_Prompts_ReportsProgressOfAllRuns()
    {
        var reports = new List<SavProgress>();

        using var transformer = Fit(Question.Create(4), options => (options.Prompts, options.Progress) = (Prompts, new SynchronousProgress<SavProgress>(reports.Add)));

        reports.Select(report => report.Examples).Should().Equal(Enumerable.Range(1, 12).Select(i => (long)i));
    }

    [Fact]
    public void Fit_RowThatCannotBeUsedWithSomePrompts_IsSkippedInTheComparison()
    {
        var questions = Question.Create(9);
        // Once the first prompt has run, as if an image were gone.
        var progress = new SynchronousProgress<SavProgress>(report => questions[1].Text = report.Examples >= questions.Length ? "" : questions[1].Text);

        using var searched = Fit(questions, options => (options.Prompts, options.Progress, options.OnRowError) = (Prompts, progress, RowErrorAction.Skip));

        searched.Model.PromptScores.Select(score => score.Prompt).Should().BeEquivalentTo(Prompts);
        using var others = Fit([questions[0], .. questions[2..]], options => options.Prompt = Prompts[1]);
        searched.Model.PromptScores.Single(score => score.Prompt == Prompts[1]).LeaveOneOut.Should().Be(others.Model.Report.LeaveOneOut);
    }

    [Fact]
    public void Fit_Prompts_LogsTheRanking()
    {
        using var transformer = Fit(Question.Create(8), options => options.Prompts = Prompts);

        _messages.Should().ContainMatch("Info: *Prompt '{text}'*accuracy*log loss*standard error*");
        _messages.Should().NotContainMatch("Warning:*prompts*");
    }

    [Fact]
    public void WithHeads_AfterPrompts_KeepsTheRanking()
    {
        using var transformer = Fit(Question.Create(8), options => (options.Prompts, options.Classifier) = (Prompts, ClassifierKind.SparseAttentionVectors));

        using var fewer = transformer.WithHeads(1);

        fewer.Model.PromptScores.Should().Equal(transformer.Model.PromptScores);
    }

    private SavTransformer Fit(Question[] questions, Action<SavEstimator.Options> configure) =>
        _context.MulticlassClassification.Trainers.Sav(Question.Options(configure)).Fit(Question.Load(_context, questions));

    private float[][] Score(SavTransformer transformer) =>
        [.. transformer.Transform(Question.Load(_context, Question.Create(4))).GetColumn<float[]>("Score")];
}
